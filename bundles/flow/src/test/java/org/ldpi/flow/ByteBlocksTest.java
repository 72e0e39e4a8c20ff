package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.quantizer.SampleShape;

class ByteBlocksTest {
    private static final int CAPACITY = 200;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blocksThatAreTakenShareNothing(boolean preallocated) {
        // So long that a chunk holds few of them.
        int length = 100_000;
        ByteBlocks blocks = new ByteBlocks(length, CAPACITY, preallocated);
        Random random = new Random(8);
        Map<Integer, Byte> taken = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            if (taken.size() < CAPACITY && random.nextBoolean()) {
                int block = blocks.take();
                assertTrue(block >= 0 && block < CAPACITY, "block " + block);
                byte mark = (byte) i;
                blocks.array(block)[blocks.offset(block)] = mark;
                blocks.array(block)[blocks.offset(block) + length - 1] = mark;
                assertEquals(null, taken.put(block, mark));
            } else if (!taken.isEmpty()) {
                int block = taken.keySet().iterator().next();
                byte mark = taken.remove(block);
                assertEquals(mark, blocks.array(block)[blocks.offset(block)]);
                assertEquals(mark, blocks.array(block)[blocks.offset(block) + length - 1]);
                blocks.giveBack(block);
            }
        }
    }

    @Test
    void allOfThemCanBeTakenAgainOnceCleared() {
        ByteBlocks blocks = new ByteBlocks(1, CAPACITY, false);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < CAPACITY; i++) {
                assertEquals(i, blocks.take());
            }
            blocks.giveBack(0);
            blocks.clear();
        }
    }

    @Test
    void aHeadOfFourTimesSixtyBytesTakesNoMoreThanIsSaid() {
        assertEquals(60 + 4 + 180 + 4 + 32 + 32, OpenHeads.bytesPerHead(new SampleShape(4, 60)));
    }
}
