package org.ldpi.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BetTest {
    @Test
    void theFactorIsFairAtTheLimitOfTheHypothesisAndLosesBelowIt() {
        Bet bet = Bet.of(0.3, 0.9);
        for (double share : new double[] {0, 0.1, 0.2, 0.3}) {
            double mean = share * Math.exp(bet.logHit()) + (1 - share) * Math.exp(bet.logMiss());
            assertTrue(mean <= 1 + 1e-12, share + " gives " + mean);
        }
        assertEquals(1, 0.3 * Math.exp(bet.logHit()) + 0.7 * Math.exp(bet.logMiss()), 1e-12);
    }

    @Test
    void underTheHypothesisAnAlarmTakesOneOverAlphaFlowsOnAverageOrMore() {
        double alpha = 1e-2;
        Random random = new Random(11);
        Bet bet = Bet.UNANSWERED;
        long flows = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            double log = 0;
            while (log < -Math.log(alpha)) {
                log = bet.next(log, random.nextDouble() < 0.3);
                flows++;
            }
        }
        assertTrue((double) flows / runs >= 1 / alpha, "an alarm after " + flows / runs + " flows on average");
    }
}
