/** How a packet becomes one row of a sample. */
@Export
@Version("1.1.0")
package org.ldpi.api.quantizer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
