package org.ldpi.evidence;

import org.ldpi.evidence.Contact.Service;

/**
 * The mix of an address' last {@value #QUESTIONS} questions: how many were short, of how many hosts, for how many ports, in which
 * time. Two sketches of 64 bits and four numbers, however many hosts and ports there are (linear counting, Whang, Vander-Zanden
 * and Taylor 1990: of {@value #QUESTIONS} different ones at most one is missed on average). Not thread-safe.
 */
final class Mix {
    static final int QUESTIONS = 8;

    private static final double NANOS = 1e9;
    /** Decimal logarithms of the shortest and the longest time that is told from others, 1 ms and a day. */
    private static final double SHORTEST = -3;

    private static final double LONGEST = 5;

    private long hosts;
    private long ports;
    private int questions;
    private int shorts;
    private long firstNanos;
    private long lastNanos;

    /** Takes a question; true when the mix is full, to be looked at and begun anew. */
    boolean add(Service service, boolean isShort, long nanos) {
        if (questions == 0) {
            firstNanos = nanos;
            lastNanos = nanos;
        }
        firstNanos = Math.min(firstNanos, nanos);
        lastNanos = Math.max(lastNanos, nanos);
        hosts |= 1L << Hash.of(Hash.START, service.host());
        ports |= 1L << Hash.of(Hash.START, ((long) service.protocol() << Short.SIZE) | service.port());
        shorts += isShort ? 1 : 0;
        return ++questions == QUESTIONS;
    }

    void clear() {
        hosts = 0;
        ports = 0;
        questions = 0;
        shorts = 0;
    }

    /** Each from 0 to 1: the share of short ones, of hosts, of ports, and the logarithm of the time. */
    float[] point() {
        double seconds = Math.max(0, lastNanos - firstNanos) / NANOS;
        double time = Math.max(SHORTEST, Math.min(LONGEST, Math.log10(Math.max(seconds, 1e-9))));
        return new float[] {
            (float) shorts / QUESTIONS, share(hosts), share(ports), (float) ((time - SHORTEST) / (LONGEST - SHORTEST))
        };
    }

    private static float share(long bits) {
        return (float) Math.min(1, (count(bits) - 1) / (QUESTIONS - 1));
    }

    private static double count(long bits) {
        return -Long.SIZE * Math.log((double) (Long.SIZE - Long.bitCount(bits)) / Long.SIZE);
    }
}
