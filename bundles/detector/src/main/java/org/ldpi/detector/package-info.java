/** The detector: heads wait in a bounded queue and are scored in batches by one thread. */
package org.ldpi.detector;
