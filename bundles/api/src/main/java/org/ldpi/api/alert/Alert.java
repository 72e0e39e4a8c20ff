package org.ldpi.api.alert;

import java.time.Instant;
import java.util.Locale;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.incident.Incident;

/**
 * An anomalous flow or an incident, as it is told to people and programs.
 *
 * @param id ascending from 1 since the controller started
 * @param time capture time of the flow's last packet in the head; of the last flow of an incident
 * @param verdict of the flow; of the one by which an incident was found
 * @param incident null for a single flow
 * @param why why the flow got its score; null for incidents, and where that is switched off or was skipped
 */
public record Alert(long id, Instant time, Verdict verdict, Incident incident, Explanation why) {
    /** An alert about a single flow that nobody has explained. */
    public Alert(long id, Instant time, Verdict verdict) {
        this(id, time, verdict, null, null);
    }

    /** An alert about an incident. */
    public Alert(long id, Instant time, Verdict verdict, Incident incident) {
        this(id, time, verdict, incident, null);
    }

    /** The same alert, explained. */
    public Alert explained(Explanation explanation) {
        return new Alert(id, time, verdict, incident, explanation);
    }

    /** One line for people and logs; begins with {@code ALERT}. */
    public String line() {
        if (incident != null) {
            return "ALERT " + id + " " + incident.line();
        }
        return String.format(
                Locale.ROOT,
                "ALERT %d %s %s score %.6g over %.6g (%s) packets %d %s model %s%s",
                id,
                time,
                verdict.flow().key(),
                verdict.score(),
                verdict.threshold().value(),
                verdict.threshold().policy(),
                verdict.flow().packets(),
                verdict.flow().close(),
                verdict.model(),
                why == null ? "" : " why " + why.line());
    }
}
