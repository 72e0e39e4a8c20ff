package org.ldpi.api.incident;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Locale;
import org.ldpi.api.flow.FlowKey;

/**
 * Many flows told as one. Immutable; an incident that goes on is told anew.
 *
 * @param id ascending from 1 since the controller started
 * @param subject who scans or is unusual; who is flooded
 * @param first capture time of the flow that began it
 * @param last capture time of the last flow that belongs to it
 * @param found capture time of the flow by which it was found
 * @param flows flows that belong to it so far
 * @param flowsUntilFound how many of them it took
 * @param evidence decimal logarithm of the highest e-value: by chance alone one in 10^evidence flows would show as much
 * @param example the flow by which it was found
 * @param open whether it goes on
 */
public record Incident(
        long id,
        IncidentKind kind,
        InetAddress subject,
        Instant first,
        Instant last,
        Instant found,
        long flows,
        long flowsUntilFound,
        double evidence,
        FlowKey example,
        boolean open) {
    /** One line for people and logs; begins with {@code INCIDENT}. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "INCIDENT %d %s %s since %s, last %s, %d flows, found after %d, evidence 10^%.1f, example %s%s",
                id,
                kind,
                subject.getHostAddress(),
                first,
                last,
                flows,
                flowsUntilFound,
                evidence,
                example,
                open ? "" : ", ended");
    }
}
