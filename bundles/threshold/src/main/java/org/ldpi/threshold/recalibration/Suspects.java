package org.ldpi.threshold.recalibration;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.incident.IncidentLog;

/**
 * Addresses that were the subject of an incident while the recent flows came.
 *
 * @param complete whether the log still knows all of them
 */
record Suspects(Set<InetAddress> addresses, boolean complete) {
    static Suspects of(IncidentLog log, List<RecentFlows.Scored> flows) {
        long oldest =
                flows.stream().mapToLong(RecentFlows.Scored::endNanos).min().orElse(Long.MAX_VALUE);
        List<Incident> known = log.recent(Integer.MAX_VALUE);
        Set<InetAddress> addresses = new HashSet<>();
        int open = 0;
        boolean reachesBack = known.size() >= log.raised();
        for (Incident incident : known) {
            // A threshold that no longer fits makes these too, and flows over it have a guard of their own.
            boolean suspect = incident.kind() != IncidentKind.REPEATED;
            if (suspect && (incident.open() || nanos(incident.last()) >= oldest)) {
                addresses.add(incident.subject());
            }
            open += incident.open() ? 1 : 0;
            reachesBack |= nanos(incident.found()) < oldest;
        }
        return new Suspects(addresses, reachesBack && open >= log.open());
    }

    private static long nanos(java.time.Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
