package org.ldpi.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DetectorOptionsTest {
    private static String refusal(int batch, int queue, String policy, double value) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new DetectorOptions(batch, 1_000, 0, queue, policy, value, 10))
                .getMessage();
    }

    @Test
    void anOptionOutOfRangeIsNamedWithItsRange() {
        assertEquals("org.ldpi.detector: batch 0 is not within 1 to 4096", refusal(0, 1, "max", 0));
        assertEquals("org.ldpi.detector: queue 2000000 is not within 1 to 1048576", refusal(1, 2_000_000, "max", 0));
        assertEquals("org.ldpi.detector: threshold.policy is empty", refusal(1, 1, " ", 0));
        assertEquals("org.ldpi.detector: threshold.value -1.0 is not 0 or a positive number", refusal(1, 1, "max", -1));
        assertEquals(
                "org.ldpi.detector: threshold.value NaN is not 0 or a positive number",
                refusal(1, 1, "max", Double.NaN));
    }
}
