package org.ldpi.lab.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AurocTest {
    @Test
    void isOneWhereEachPositiveIsLargerAndZeroWhereEachIsSmaller() {
        assertEquals(1.0, Auroc.of(new double[] {3, 4}, new double[] {1, 2}));
        assertEquals(0.0, Auroc.of(new double[] {1, 2}, new double[] {3, 4}));
    }

    @Test
    void countsTiesHalf() {
        assertEquals(0.5, Auroc.of(new double[] {7, 7}, new double[] {7, 7, 7}));
        // Pairs: 2>1, 2=2 (half), 1=1 (half), 1<2.
        assertEquals(0.5, Auroc.of(new double[] {2, 1}, new double[] {1, 2}));
        assertEquals(0.75, Auroc.of(new double[] {2}, new double[] {1, 2}));
    }
}
