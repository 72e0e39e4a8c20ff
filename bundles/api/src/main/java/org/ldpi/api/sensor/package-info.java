/** The sensor: one running way from a capture to the detector. */
@Export
@Version("1.0.0")
package org.ldpi.api.sensor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
