/** Encoders: sample in, embedding out. */
@Export
@Version("1.2.0")
package org.ldpi.api.encoder;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
