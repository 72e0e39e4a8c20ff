package org.ldpi.evidence;

/**
 * A sequential test of "this happens in at most a share of the flows", whatever came before: a bet on each flow that is fair
 * or worse for the tester while that is so. Its factor is the e-value of one flow (Vovk and Wang 2021), and the e-CUSUM
 * M = max(M, 1) * factor is an e-detector (Shin, Ramdas and Rinaldo 2023): it passes 1 / alpha after 1 / alpha flows on
 * average or later, however the flows depend on each other, and may be looked at after every one of them.
 *
 * @param logHit natural logarithm of the factor when it happens
 * @param logMiss of the factor when it does not
 */
record Bet(double logHit, double logMiss) {
    /** For asking services that do not answer: normal addresses do so with up to 30 % of what they first ask. */
    static final Bet UNANSWERED = of(0.3, 0.9);

    /**
     * For scores among the highest twentieth of their class: a twentieth were it only chance, and up to 30 % where the flows
     * of an address are like each other.
     */
    static final Bet HIGH_SCORE = of(0.3, 0.9);

    /** For flows over the threshold: of an address that does nothing odd few are, and of one that does it is one after the other. */
    static final Bet ANOMALOUS = of(0.02, 0.5);

    /** The share of scores, or mixes, that are among the highest. */
    static final double RARE = 0.05;

    private static final double SLACK = 6;

    /**
     * The bet that grows fastest under an alternative (Kelly 1956).
     *
     * @param share the most that the hypothesis allows
     * @param alternative the share under the alternative, greater
     */
    static Bet of(double share, double alternative) {
        return new Bet(Math.log(alternative / share), Math.log((1 - alternative) / (1 - share)));
    }

    /**
     * The logarithm of the e-value of a conformal p-value, sqrt(1 / p') / 2 with p' = 6 p, at most 1 (a calibrator of Vovk and Wang
     * 2021): against "what is as rare as a share comes at most six times as often", since what one address does is like what it did.
     */
    static double logE(double p) {
        return Math.log(0.5) - 0.5 * Math.log(Math.min(1, SLACK * p));
    }

    /** The logarithm of the e-detector after one more flow. */
    double next(double log, boolean hit) {
        return Math.max(log, 0) + (hit ? logHit : logMiss);
    }
}
