package org.ldpi.training.learn;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What may be done to a normal flow to make one that is not. */
public enum OutlierKind {
    /** The last packet first. */
    REVERSED(2),
    SHUFFLED(2),
    /** The first packets of one flow, the last ones of another. */
    JOINED(2),
    /** Later packets are missing. */
    CUT_SHORT(2),
    /** Some bytes are those of another flow at the same place. */
    EXCHANGED(2),
    /** Some bytes are random. */
    NOISE(2),
    /** One or two fields of the headers, or a few bytes, have another value. */
    FIELDS(6),
    /** TCP headers as a program that builds its own packets makes them. */
    CRAFTED(2),
    /** A connection attempt or datagram to a port that nobody serves. */
    SERVICE(2),
    /** Another payload. */
    PAYLOAD(2),
    /** All bytes from 255 down, as in the original. */
    INVERTED(1),
    /** All bytes of the head back to front, as in the original. */
    MIRRORED(1),
    /** All bytes of the head in another order, as in the original. */
    SCRAMBLED(1);

    private final int weight;

    OutlierKind(int weight) {
        this.weight = weight;
    }

    /** How often it is drawn, in relation to the others. */
    int weight() {
        return weight;
    }

    /** All kinds. */
    public static Set<OutlierKind> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(OutlierKind.class));
    }
}
