/** Where packets come from: capture files and live interfaces. */
@Export
@Version("1.0.0")
package org.ldpi.api.capture;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
