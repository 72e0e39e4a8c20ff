/** The architecture {@code torchscript}. */
package org.ldpi.encoder.torchscript;
