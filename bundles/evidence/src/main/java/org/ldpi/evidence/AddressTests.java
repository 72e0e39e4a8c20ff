package org.ldpi.evidence;

import java.util.EnumMap;
import java.util.Map;
import org.ldpi.api.incident.IncidentKind;

/** The tests of one address, one for each kind of incident, and the incidents that they found. */
final class AddressTests {
    static final int TESTS = IncidentKind.values().length;

    private static final double LOG_2 = Math.log(2);
    private static final double NANOS = 1e9;

    /** An e-detector, and how it came to stand where it does. */
    private static final class State {
        private double log;
        private long sinceNanos;
        private long flows;
        private OpenIncident open;

        /** What came before a detector stood at 1 says nothing. */
        private void beginIfAtOne(long nanos) {
            if (log <= 0) {
                log = 0;
                flows = 0;
                sinceNanos = nanos;
            }
        }
    }

    private final Map<IncidentKind, State> states = new EnumMap<>(IncidentKind.class);
    private long floodNanos = Long.MIN_VALUE;

    private State state(IncidentKind kind) {
        return states.computeIfAbsent(kind, k -> new State());
    }

    /** The natural logarithm of the e-detector. */
    double log(IncidentKind kind) {
        return state(kind).log;
    }

    /** Takes the outcome of a bet. */
    void bet(IncidentKind kind, Bet bet, boolean hit, long nanos) {
        State state = state(kind);
        state.beginIfAtOne(nanos);
        state.log = bet.next(state.log, hit);
        state.flows += hit ? 1 : 0;
    }

    /**
     * Takes a flow that is no conversation. For a process of at most so many a second, 2^N exp(-rate t) is an e-value of N of
     * them within t seconds.
     */
    void flood(double perSecond, long nanos) {
        State state = state(IncidentKind.FLOOD);
        if (floodNanos != Long.MIN_VALUE) {
            state.log -= perSecond * Math.max(0, nanos - floodNanos) / NANOS;
        }
        floodNanos = Math.max(floodNanos, nanos);
        state.beginIfAtOne(nanos);
        state.log += LOG_2;
        state.flows++;
    }

    /** Capture time of the first flow of what is tested now. */
    long since(IncidentKind kind) {
        return state(kind).sinceNanos;
    }

    /** Flows that spoke for it so far. */
    long flows(IncidentKind kind) {
        return state(kind).flows;
    }

    /** The incident that goes on, or null. */
    OpenIncident open(IncidentKind kind) {
        return state(kind).open;
    }

    void open(IncidentKind kind, OpenIncident incident) {
        state(kind).open = incident;
    }

    /** Begins the test of a kind anew. */
    void reset(IncidentKind kind) {
        states.remove(kind);
    }
}
