package org.ldpi.api.alert;

/**
 * How many alerts were explained.
 *
 * @param explained alerts that carry an explanation
 * @param skipped alerts without one, since explaining had had its share of the processor
 * @param failed alerts without one, since it failed
 * @param waiting alerts that wait for theirs
 * @param condition {@code ok}, {@code off}, or the reason of the last failure in one line
 */
public record ExplainingStatus(long explained, long skipped, long failed, int waiting, String condition) {}
