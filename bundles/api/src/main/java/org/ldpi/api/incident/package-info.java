/** Incidents: what many flows of one address show together. */
@Export
@Version("1.0.0")
package org.ldpi.api.incident;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
