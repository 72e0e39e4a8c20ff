package org.ldpi.training.evaluate;

import java.util.List;

/**
 * What a method may learn from.
 *
 * @param normal different samples of normal traffic, at least one
 * @param malicious different samples of labelled attacks, empty where there are no labels
 */
public record Examples(List<byte[]> normal, List<byte[]> malicious) {}
