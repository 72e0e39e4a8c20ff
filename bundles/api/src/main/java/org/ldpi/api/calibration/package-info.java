/** Recalibration: thresholds for the traffic of today, beside a model that stays as it is. */
@Export
@Version("1.0.0")
package org.ldpi.api.calibration;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
