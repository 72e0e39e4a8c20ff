package org.ldpi.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ldpi.model.Verdicts.verdict;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ldpi.api.model.ModelComparison;
import org.ldpi.api.model.ModelId;

class ComparisonTest {
    private final Comparison comparison = new Comparison(new ModelId("old", "1"), new ModelId("new", "1"));

    @Test
    void flowsAgreementAndAlertRatesAreThoseOfTheTraffic() {
        for (int minute = 0; minute <= 120; minute++) {
            comparison.onShadow(verdict("old:1", minute, minute % 10 == 0), verdict("new:1", minute, minute % 20 == 0));
        }
        comparison.onSkipped(new ModelId("new", "1"), 7);
        ModelComparison now = comparison.snapshot();
        assertEquals(121, now.flows());
        assertEquals(7, now.skipped());
        assertEquals(Duration.ofHours(2), now.traffic());
        assertEquals(13, now.active().anomalies());
        assertEquals(7, now.shadow().anomalies());
        assertEquals(6.5, now.active().alertsPerHour(), 1e-9);
        assertEquals(3.5, now.shadow().alertsPerHour(), 1e-9);
        assertEquals(115, now.agreed());
        assertEquals(115 / 121.0, now.agreement(), 1e-12);
        assertEquals(1, now.shadow().threshold());
    }

    @Test
    void quantilesAreRightToOnePercentWhateverTheOrder() {
        for (int i = 1; i <= 10_000; i++) {
            int shuffled = (int) (i * 7919L % 10_000) + 1;
            comparison.onShadow(verdict("old:1", i, shuffled / 1e4f), verdict("new:1", i, shuffled * 1e3f));
        }
        var active = comparison.snapshot().active().quantiles();
        var shadow = comparison.snapshot().shadow().quantiles();
        assertEquals(0.5, active.get(0.5), 0.5e-2);
        assertEquals(0.99, active.get(0.99), 0.99e-2);
        assertEquals(5e6, shadow.get(0.5), 5e4);
        assertEquals(1e7, shadow.get(1.0), 1e5);
    }

    @Test
    void theFlowsThatDifferMostAreKeptDisagreementsFirst() {
        for (int i = 0; i < 1000; i++) {
            comparison.onShadow(verdict("old:1", i, 0.5f), verdict("new:1", i, 0.5f));
        }
        comparison.onShadow(verdict("old:1", 2000, 0.9f), verdict("new:1", 2000, 1e-4f));
        comparison.onShadow(verdict("old:1", 2001, 0.99f), verdict("new:1", 2001, 1.01f));
        ModelComparison now = comparison.snapshot();
        assertEquals(10, now.largest().size());
        assertEquals(2001, now.largest().get(0).flow().key().sourcePort());
        assertFalse(now.largest().get(0).activeAnomaly());
        assertTrue(now.largest().get(0).shadowAnomaly());
        assertEquals(2000, now.largest().get(1).flow().key().sourcePort());
    }

    @Test
    void verdictsOfOtherModelsAreStillOnTheirWayAndCountForNobody() {
        comparison.onShadow(verdict("older:1", 1, 0.5f), verdict("new:1", 1, 0.5f));
        comparison.onSkipped(new ModelId("other", "1"), 3);
        assertEquals(0, comparison.snapshot().flows());
        assertEquals(0, comparison.snapshot().skipped());
        assertTrue(Double.isNaN(comparison.snapshot().agreement()));
    }

    @Test
    void aFlowThatOnlyOneOfThemHasJudgedCountsForItsSideAlone() {
        comparison.onShadow(verdict("old:1", 1, false), verdict("new:1", 1, false));
        comparison.onUnpaired(verdict("new:1", 30, true));
        comparison.onUnpaired(verdict("new:1", 61, true));
        comparison.onUnpaired(verdict("old:1", 61, true));
        comparison.onUnpaired(verdict("older:1", 61, true));
        ModelComparison now = comparison.snapshot();
        assertEquals(1, now.flows());
        assertEquals(1, now.agreed());
        assertEquals(3, now.shadow().flows());
        assertEquals(2, now.active().flows());
        assertEquals(2, now.shadow().alertsPerHour(), 1e-9);
    }

    @Test
    void scoresOfAnySizeHaveTheirPlace() {
        comparison.onShadow(verdict("old:1", 1, 0f), verdict("new:1", 1, Float.MAX_VALUE));
        assertTrue(comparison.snapshot().shadow().quantiles().get(1.0) > 9e8);
    }

    @Test
    void aCaptureThatIsPlayedAgainAddsItsTime() {
        for (int round = 0; round < 3; round++) {
            for (int minute = 0; minute <= 30; minute++) {
                comparison.onShadow(verdict("old:1", minute, true), verdict("new:1", minute, false));
            }
        }
        assertEquals(Duration.ofMinutes(90), comparison.snapshot().traffic());
    }
}
