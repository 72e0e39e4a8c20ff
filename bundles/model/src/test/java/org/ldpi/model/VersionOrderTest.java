package org.ldpi.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionOrderTest {
    @Test
    void numbersInVersionsCountByTheirValue() {
        List<String> ascending =
                List.of("0.9", "1", "1.0", "1.2", "1.9", "1.10", "1.10.beta", "1.10.1", "2026.01.3", "2026.1.10");
        List<String> shuffled = new ArrayList<>(ascending);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(VersionOrder.NATURAL);
        assertEquals(ascending, shuffled);
    }
}
