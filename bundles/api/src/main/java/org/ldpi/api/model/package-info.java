/** Trained models: what they hold, where they are kept, which one serves. */
@Export
@Version("1.3.0")
package org.ldpi.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
