/** Flows, flow heads and the table that builds them. */
@Export
@Version("1.2.0")
package org.ldpi.api.flow;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
