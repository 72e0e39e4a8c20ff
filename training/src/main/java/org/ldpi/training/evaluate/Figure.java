package org.ldpi.training.evaluate;

/**
 * A figure with its 95 % bootstrap interval.
 *
 * @param low NaN where there is none
 * @param high NaN where there is none
 */
public record Figure(double value, double low, double high) {}
