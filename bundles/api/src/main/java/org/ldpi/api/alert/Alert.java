package org.ldpi.api.alert;

import java.time.Instant;
import org.ldpi.api.detector.Verdict;

/**
 * An anomalous flow, as it is told to people and programs.
 *
 * @param id ascending from 1 since the controller started
 * @param time capture time of the flow's last packet in the head
 */
public record Alert(long id, Instant time, Verdict verdict) {}
