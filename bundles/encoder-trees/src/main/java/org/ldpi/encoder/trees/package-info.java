/**
 * The architecture {@code boosted-trees}: what labelled attacks have in common in their header fields, in pure Java. It knows
 * the attacks that it was shown, where the other architectures know normal traffic.
 */
package org.ldpi.encoder.trees;
