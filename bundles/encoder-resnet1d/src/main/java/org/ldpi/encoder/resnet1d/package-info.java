/** The architecture {@code resnet1d}. */
package org.ldpi.encoder.resnet1d;
