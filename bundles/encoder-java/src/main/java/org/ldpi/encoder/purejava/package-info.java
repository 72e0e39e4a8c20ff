/**
 * The architecture {@code resnet1d} in pure Java, for nodes where PyTorch is too much: the same weights, no native library.
 */
package org.ldpi.encoder.purejava;
