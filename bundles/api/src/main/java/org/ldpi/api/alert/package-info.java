/** Alerts, and who receives them. */
@Export
@Version("1.3.0")
package org.ldpi.api.alert;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
