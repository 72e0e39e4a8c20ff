package org.ldpi.training.learn;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What may be another way in a normal flow of another day, and the flow is normal all the same. */
public enum Variation {
    /** Other names of hosts and topics. */
    RENAMED(0.5f),
    /** Other values where bytes are as good as random: cipher text, identifiers, nonces. */
    FREE_BYTES(0.5f),
    /** The same conversation over the other version of IP. */
    OTHER_VERSION(0.2f),
    /** The same conversation at another port. */
    MOVED(0.3f);

    private final float chance;

    Variation(float chance) {
        this.chance = chance;
    }

    /** How often it is made. */
    float chance() {
        return chance;
    }

    /** All of them. */
    public static Set<Variation> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(Variation.class));
    }
}
