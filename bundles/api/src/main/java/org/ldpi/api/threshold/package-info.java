/** Threshold policies: from calibration scores to the score above which a flow is anomalous. */
@Export
@Version("1.2.0")
package org.ldpi.api.threshold;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
