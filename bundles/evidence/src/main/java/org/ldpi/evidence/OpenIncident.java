package org.ldpi.evidence;

import java.net.InetAddress;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;

/** An incident as it stands. Guarded by whoever holds it. */
final class OpenIncident {
    private static final double LOG_10 = Math.log(10);

    private final long id;
    private final IncidentKind kind;
    private final InetAddress subject;
    private final AddressTests tests;
    private final long firstNanos;
    private final long foundNanos;
    private final long flowsUntilFound;
    private final Verdict verdict;
    private long lastNanos;
    private long flows;
    private double log;
    private boolean open = true;

    OpenIncident(long id, IncidentKind kind, InetAddress subject, AddressTests tests, long nanos, Verdict verdict) {
        this.id = id;
        this.kind = kind;
        this.subject = subject;
        this.tests = tests;
        this.firstNanos = tests.since(kind);
        this.foundNanos = nanos;
        this.flowsUntilFound = tests.flows(kind);
        this.verdict = verdict;
        this.lastNanos = nanos;
        this.flows = flowsUntilFound;
        this.log = tests.log(kind);
    }

    /** Takes one more flow. */
    void add(long nanos) {
        flows++;
        lastNanos = Math.max(lastNanos, nanos);
        log = Math.max(log, tests.log(kind));
    }

    boolean quietSince(long nanos) {
        return lastNanos < nanos;
    }

    void end() {
        open = false;
        tests.reset(kind);
    }

    /** The verdict by which it was found. */
    Verdict verdict() {
        return verdict;
    }

    Incident value() {
        return new Incident(
                id,
                kind,
                subject,
                instant(firstNanos),
                instant(lastNanos),
                instant(foundNanos),
                flows,
                flowsUntilFound,
                log / LOG_10,
                verdict.flow().key(),
                open);
    }

    private static Instant instant(long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(Math.floorDiv(nanos, second), Math.floorMod(nanos, second));
    }
}
