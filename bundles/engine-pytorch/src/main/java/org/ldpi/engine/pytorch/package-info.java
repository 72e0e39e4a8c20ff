/**
 * PyTorch through DJL: the engine, started once and offline, and the base of encoder architectures that run on it.
 *
 * <p>The bundle exports {@code ai.djl.*} too, so an architecture is one class that builds a network from DJL's blocks.
 */
@Export
@Version("1.2.0")
package org.ldpi.engine.pytorch;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
