package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleSetTest {
    @Test
    void itHoldsWhatAHashSetHolds() {
        Random random = new Random(1);
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] sample = new byte[40];
            ByteBuffer.wrap(sample).putInt(random.nextInt(9_000)).putInt(i % 2);
            samples.add(sample);
        }
        Set<ByteBuffer> reference = new HashSet<>();
        SampleSet set = new SampleSet(samples);
        for (int i = 0; i < samples.size(); i++) {
            assertEquals(reference.add(ByteBuffer.wrap(samples.get(i))), set.add(i, samples.get(i)));
        }
        assertEquals(reference.size(), set.size());
        samples.forEach(sample -> assertTrue(set.contains(sample.clone())));
        assertFalse(set.contains(new byte[] {1, 2, 3}));
    }

    @Test
    void nothingIsInAnEmptySet() {
        assertFalse(new SampleSet(List.of()).contains(new byte[40]));
    }
}
