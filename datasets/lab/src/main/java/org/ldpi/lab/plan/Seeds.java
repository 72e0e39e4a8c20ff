package org.ldpi.lab.plan;

import java.util.Random;

/**
 * Random sources derived from one seed by purpose, so that adding an activity to a scenario leaves the draws of the
 * others as they were.
 */
public final class Seeds {
    private final long seed;

    /**
     * Random sources of one day.
     *
     * @param seed the day's seed
     */
    public Seeds(long seed) {
        this.seed = seed;
    }

    /**
     * A fresh source for one purpose.
     *
     * @param purpose what the numbers are for
     * @return a source that depends on the seed and the purpose alone
     */
    public Random random(String purpose) {
        long mixed = seed;
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mixed * 6364136223846793005L + purpose.charAt(i) + 1442695040888963407L;
        }
        return new Random(mixed ^ (mixed >>> 29));
    }
}
