/** The detector: flow heads in, verdicts out. */
@Export
@Version("1.2.0")
package org.ldpi.api.detector;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
