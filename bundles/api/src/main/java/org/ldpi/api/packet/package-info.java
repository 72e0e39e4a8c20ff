/** Packets as the sensor sees them: captured bytes, and what decoding found in them. */
@Export
@Version("1.1.0")
package org.ldpi.api.packet;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
