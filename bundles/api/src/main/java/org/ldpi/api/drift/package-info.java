/** Drift: whether the running network still scores as the calibration set did. */
@Export
@Version("1.0.0")
package org.ldpi.api.drift;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
