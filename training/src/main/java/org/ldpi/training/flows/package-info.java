/** From captures to flow heads and to lines that describe them, with the same bundles as in the container. */
package org.ldpi.training.flows;
