/** Why a flow got its score. */
@Export
@Version("1.0.0")
package org.ldpi.api.explain;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
