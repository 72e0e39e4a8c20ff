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
    private final Mix mix = new Mix();
    private boolean oddMix;
    private double mixBet;
    private double mixCalibrated;
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

    /** The mix of its last questions. */
    Mix mix() {
        return mix;
    }

    /** Whether the mix before this one was unusual: then what is asked now goes on with it. */
    boolean oddMix() {
        return oddMix;
    }

    /**
     * Takes the p-value of a mix. Two e-detectors of one hypothesis, of which the mean is one: the bet on the lowest twentieth
     * grows with what is moderately rare again and again, the calibrator with what is very rare a few times.
     */
    void mix(double p, long nanos) {
        State state = state(IncidentKind.MIX);
        state.beginIfAtOne(nanos);
        mixBet = Bet.HIGH_SCORE.next(mixBet, p <= Bet.RARE);
        mixCalibrated = Math.max(mixCalibrated, 0) + Bet.logE(p);
        double higher = Math.max(mixBet, mixCalibrated);
        state.log = higher + Math.log((Math.exp(mixBet - higher) + Math.exp(mixCalibrated - higher)) / 2);
        oddMix = p <= Bet.RARE;
        state.flows += oddMix ? Mix.QUESTIONS : 0;
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

    /** Whether it is quiet, so that what it does is learned from; floods are of those who are flooded. */
    boolean noneOpen() {
        return open(IncidentKind.SCAN) == null && open(IncidentKind.UNUSUAL) == null && open(IncidentKind.MIX) == null;
    }

    void open(IncidentKind kind, OpenIncident incident) {
        state(kind).open = incident;
    }

    /** Begins the test of a kind anew. */
    void reset(IncidentKind kind) {
        states.remove(kind);
        if (kind == IncidentKind.MIX) {
            mixBet = 0;
            mixCalibrated = 0;
        }
    }
}
