package org.ldpi.alert;

import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;

/**
 * Decides which anomalous flows are told one by one; what is held back is counted by its reason. Not thread-safe. Bounded: of
 * at most {@value #MOST_SOURCES} sources the alerts of the hour are counted, the one counted first is forgotten.
 */
final class AlertFilter {
    /** Why an alert was held back. */
    enum Reason {
        /** An incident of its address is open and stands for it. */
        INCIDENT,
        /** A rule allows such flows. */
        ALLOWED,
        /** Its source had as many alerts in this hour as the limit. */
        RATE
    }

    /** All but the one that is of who is flooded. */
    private static final Set<IncidentKind> OF_SOURCES = EnumSet.complementOf(EnumSet.of(IncidentKind.FLOOD));

    private static final int MOST_SOURCES = 65_536;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final Map<Reason, Long> held = new EnumMap<>(Reason.class);
    private final Map<IncidentKind, Map<InetAddress, Set<Long>>> open = new EnumMap<>(IncidentKind.class);
    private final Map<InetAddress, Integer> ofTheHour = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Integer> eldest) {
            return size() > MOST_SOURCES;
        }
    };
    private long hour = Long.MIN_VALUE;
    private AlertOptions options;

    AlertFilter(AlertOptions options) {
        this.options = options;
    }

    void options(AlertOptions now) {
        options = now;
    }

    /** Whether an anomaly is told; counts it when not. */
    boolean tells(Verdict verdict) {
        Reason reason = reason(verdict);
        if (reason != null) {
            held.merge(reason, 1L, Long::sum);
        }
        return reason == null;
    }

    private Reason reason(Verdict verdict) {
        if (options.allow().stream().anyMatch(rule -> rule.matches(verdict.flow()))) {
            return Reason.ALLOWED;
        }
        FlowKey key = verdict.flow().key();
        if (options.group()
                && (OF_SOURCES.stream().anyMatch(kind -> isOpen(kind, key.source()))
                        || isOpen(IncidentKind.FLOOD, key.destination()))) {
            return Reason.INCIDENT;
        }
        return options.perHour() > 0 && overRate(verdict) ? Reason.RATE : null;
    }

    private boolean overRate(Verdict verdict) {
        long now = Math.floorDiv(verdict.flow().endNanos(), HOUR_NANOS);
        if (now != hour) {
            hour = now;
            ofTheHour.clear();
        }
        return ofTheHour.merge(verdict.flow().key().source(), 1, Integer::sum) > options.perHour();
    }

    private boolean isOpen(IncidentKind kind, InetAddress address) {
        return open.getOrDefault(kind, Map.of()).containsKey(address);
    }

    /** Takes the beginning or the end of an incident; tells whether it is told: an allow rule for its flow holds it back. */
    boolean tells(Incident incident, Verdict verdict) {
        Map<InetAddress, Set<Long>> ofKind = open.computeIfAbsent(incident.kind(), k -> new HashMap<>());
        if (incident.open()) {
            if (options.allow().stream().anyMatch(rule -> rule.matches(verdict.flow()))) {
                held.merge(Reason.ALLOWED, 1L, Long::sum);
                return false;
            }
            ofKind.computeIfAbsent(incident.subject(), s -> new HashSet<>()).add(incident.id());
            return true;
        }
        Set<Long> ids = ofKind.getOrDefault(incident.subject(), new HashSet<>());
        boolean known = ids.remove(incident.id());
        if (ids.isEmpty()) {
            ofKind.remove(incident.subject());
        }
        return known;
    }

    /** Alerts held back, by reason in small letters; every reason is a key. */
    Map<String, Long> heldBack() {
        Map<String, Long> all = new TreeMap<>();
        for (Reason reason : Reason.values()) {
            all.put(reason.name().toLowerCase(Locale.ROOT), held.getOrDefault(reason, 0L));
        }
        return Collections.unmodifiableMap(all);
    }
}
