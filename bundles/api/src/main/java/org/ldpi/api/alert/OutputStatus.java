package org.ldpi.api.alert;

/**
 * How one output of alerts is doing.
 *
 * @param output its name, {@code eve} for one
 * @param sent alerts delivered
 * @param lost alerts that could not be delivered
 * @param waiting alerts in its buffer
 * @param condition {@code ok}, {@code off}, or one line that says what is wrong
 */
public record OutputStatus(String output, long sent, long lost, int waiting, String condition) {}
