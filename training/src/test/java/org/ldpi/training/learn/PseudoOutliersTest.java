package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ldpi.api.quantizer.SampleShape;

class PseudoOutliersTest {
    private static final SampleShape SHAPE = new SampleShape(3, 20);

    @Test
    void noneIsANormalFlow() {
        List<byte[]> normal = normal();
        // Heads of one packet, which cutting others short makes too.
        List<byte[]> all = new ArrayList<>(normal);
        normal.forEach(sample -> {
            byte[] first = new byte[sample.length];
            System.arraycopy(sample, 0, first, 0, SHAPE.bytes());
            all.add(first);
        });
        Set<ByteBuffer> known = new HashSet<>();
        all.forEach(sample -> known.add(ByteBuffer.wrap(sample)));
        PseudoOutliers outliers = outliers(all);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 5000; i++) {
            byte[] outlier = outliers.of(all.get(random.nextInt(all.size())), random);
            assertFalse(known.contains(ByteBuffer.wrap(outlier)));
        }
    }

    @Test
    void theNormalFlowsAreNotChangedAndTheSameDrawsGiveTheSame() {
        List<byte[]> normal = normal();
        PseudoOutliers outliers = outliers(normal);
        for (int seed = 0; seed < 500; seed++) {
            byte[] sample = normal.get(seed % normal.size());
            byte[] before = sample.clone();
            byte[] one = outliers.of(sample, new SplittableRandom(seed));
            assertArrayEquals(before, sample);
            assertArrayEquals(one, outliers.of(sample, new SplittableRandom(seed)));
        }
    }

    @Test
    void bytesOfTheHeadAreInvertedMirroredOrScrambledAndItsLengthStays() {
        byte[] sample = new byte[SHAPE.size()];
        for (int i = 0; i < 2 * SHAPE.bytes(); i++) {
            sample[i] = (byte) (i + 1);
        }
        PseudoOutliers outliers = outliers(List.of(sample));
        byte[] inverted = outliers.of(OutlierKind.INVERTED, sample, sample, new SplittableRandom(1));
        byte[] mirrored = outliers.of(OutlierKind.MIRRORED, sample, sample, new SplittableRandom(1));
        byte[] scrambled = outliers.of(OutlierKind.SCRAMBLED, sample, sample, new SplittableRandom(1));
        for (int i = 0; i < 2 * SHAPE.bytes(); i++) {
            assertEquals((byte) (255 - sample[i]), inverted[i]);
            assertEquals(sample[2 * SHAPE.bytes() - 1 - i], mirrored[i]);
        }
        assertFalse(Arrays.equals(sample, scrambled));
        Arrays.sort(scrambled, 0, 2 * SHAPE.bytes());
        assertArrayEquals(sample, scrambled);
        for (byte[] made : List.of(inverted, mirrored)) {
            assertArrayEquals(new byte[SHAPE.bytes()], Arrays.copyOfRange(made, 2 * SHAPE.bytes(), made.length));
        }
    }

    @Test
    void aSingleFlowOfZerosIsEnoughToMakeOutliersOf() {
        byte[] zeros = new byte[SHAPE.size()];
        PseudoOutliers outliers = outliers(List.of(zeros));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            assertFalse(Arrays.equals(zeros, outliers.of(zeros, random)));
        }
    }

    private static PseudoOutliers outliers(List<byte[]> normal) {
        return new PseudoOutliers(SHAPE, normal, SampleSet.of(normal), new FreeBytes(SHAPE, normal), OutlierKind.all());
    }

    private static List<byte[]> normal() {
        Random random = new Random(1);
        List<byte[]> normal = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            byte[] sample = new byte[SHAPE.size()];
            random.nextBytes(sample);
            for (int k = SHAPE.bytes() * (1 + i % 3); k < sample.length; k++) {
                sample[k] = 0;
            }
            normal.add(sample);
        }
        return normal;
    }
}
