/** The architecture {@code lstm}. */
package org.ldpi.encoder.lstm;
