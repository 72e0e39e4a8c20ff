/** The architecture {@code rescnn}. */
package org.ldpi.encoder.rescnn;
