package org.ldpi.api.explain;

import org.ldpi.api.quantizer.SampleField;

/**
 * A field of a sample and what it weighs.
 *
 * @param weight by how much the score falls when the field is set to what is usual, as a share of the score: the mean of doing
 *     that with all other fields as they are and with all others as usual; below 0 where the score rises
 * @param value in words
 * @param usual what the most typical of the normal flows that it is compared with has in its place, in words
 * @param usualIn how many of them have the same there
 */
public record WeighedField(SampleField field, double weight, String value, String usual, int usualIn) {}
