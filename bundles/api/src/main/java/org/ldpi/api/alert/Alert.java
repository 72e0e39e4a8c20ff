package org.ldpi.api.alert;

import java.time.Instant;
import java.util.Locale;
import org.ldpi.api.detector.Verdict;

/**
 * An anomalous flow, as it is told to people and programs.
 *
 * @param id ascending from 1 since the controller started
 * @param time capture time of the flow's last packet in the head
 */
public record Alert(long id, Instant time, Verdict verdict) {
    /** One line for people and logs; begins with {@code ALERT}. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "ALERT %d %s %s score %.6g over %.6g (%s) packets %d %s model %s",
                id,
                time,
                verdict.flow().key(),
                verdict.score(),
                verdict.threshold().value(),
                verdict.threshold().policy(),
                verdict.flow().packets(),
                verdict.flow().close(),
                verdict.model());
    }
}
