/** The architecture {@code transformer}. */
package org.ldpi.encoder.transformer;
