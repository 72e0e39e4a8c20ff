package org.ldpi.encoder.trees;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.quantizer.SampleShape;

class BoostedTreesTest {
    private static final SampleShape SHAPE = new SampleShape(2, 40);
    private static final EncoderSpec SPEC = new EncoderSpec(BoostedTrees.NAME, SHAPE, 1, Map.of());
    private static final int COLUMNS = HeaderFields.count(SHAPE);
    private static final int FIRST_FLAGS = 8;

    private final BoostedTrees architecture = new BoostedTrees();

    /** More than one packet, or a first one with flags: a surprise. */
    private static Forest forest() throws EncoderException {
        return new Forest(
                COLUMNS,
                -1,
                List.of(
                        new Forest.Tree(
                                new int[] {0, -1, -1}, new float[] {2, -2, 3}, new int[] {1, 0, 0}, new int[] {2, 0, 0
                                }),
                        new Forest.Tree(
                                new int[] {FIRST_FLAGS, -1, -1},
                                new float[] {1, 0, 40},
                                new int[] {1, 0, 0},
                                new int[] {2, 0, 0})));
    }

    /** IPv4 without addresses, and TCP. */
    private static byte[] sample(int packets, int flags) {
        byte[] sample = new byte[SHAPE.size()];
        for (int i = 0; i < packets; i++) {
            int start = i * SHAPE.bytes();
            sample[start] = 0x45;
            sample[start + 3] = 60;
            sample[start + 9] = 6;
            sample[start + 12 + 3] = 80;
            sample[start + 12 + 12] = 0x50;
            sample[start + 12 + 13] = (byte) flags;
        }
        return sample;
    }

    private static float logOfOnePlusExp(double margin) {
        return (float) Math.log1p(Math.exp(margin));
    }

    @Test
    void anEmbeddingIsTheSurpriseOfAFlow() throws EncoderException {
        byte[] samples = new byte[3 * SHAPE.size()];
        System.arraycopy(sample(1, 0), 0, samples, 0, SHAPE.size());
        System.arraycopy(sample(2, 0), 0, samples, SHAPE.size(), SHAPE.size());
        System.arraycopy(sample(2, 2), 0, samples, 2 * SHAPE.size(), SHAPE.size());
        float[] embeddings = new float[3];
        try (Encoder encoder = architecture.load(SPEC, forest().weights())) {
            assertEquals(1, encoder.dimension());
            encoder.encode(samples, 3, embeddings);
        }

        assertArrayEquals(new float[] {logOfOnePlusExp(-3), logOfOnePlusExp(2), 42}, embeddings, 1e-6f);
    }

    @Test
    void fieldsAreThoseOfEachPacket() {
        float[] fields = HeaderFields.of(sample(2, 0x12), SHAPE);

        assertArrayEquals(
                new float[] {2, 4, 0, 60, 0, 6, 0, 80, 0x12, 0, 20, 20, 4, 0, 60, 0, 6, 0, 80, 0x12, 0, 20, 20},
                fields);
        assertArrayEquals(new float[COLUMNS], HeaderFields.of(new byte[SHAPE.size()], SHAPE));
    }

    @Test
    void aSpecificationThatDoesNotFitIsRefused() throws EncoderException {
        ByteBuffer weights = forest().weights();
        assertRefused(new EncoderSpec("resnet1d", SHAPE, 1, Map.of()), weights, "resnet1d");
        assertRefused(new EncoderSpec(BoostedTrees.NAME, SHAPE, 2, Map.of()), weights, "dimension 1, not 2");
        assertRefused(new EncoderSpec(BoostedTrees.NAME, SHAPE, 1, Map.of("patch", "4")), weights, "option patch");
        assertRefused(new EncoderSpec(BoostedTrees.NAME, new SampleShape(3, 40), 1, Map.of()), weights, "23 columns");
        assertFalse(architecture.trainable());
    }

    @Test
    void treesThatCannotBeWalkedAreRefused() {
        assertThrows(EncoderException.class, () -> one(new int[] {0, -1, -1}, 1, new int[] {0, 0, 0}), "round");
        assertThrows(EncoderException.class, () -> one(new int[] {0, -1, -1}, 1, new int[] {3, 0, 0}), "outside");
        assertThrows(EncoderException.class, () -> one(new int[] {COLUMNS, -1, -1}, 1, new int[] {1, 0, 0}), "column");
        assertThrows(EncoderException.class, () -> one(new int[] {0, -1, -1}, Float.NaN, new int[] {1, 0, 0}), "NaN");
        assertThrows(EncoderException.class, () -> one(new int[] {}, 1, new int[] {}), "empty");
    }

    private static Forest one(int[] column, float value, int[] lower) throws EncoderException {
        float[] values = new float[column.length];
        Arrays.fill(values, value);
        int[] other = lower.clone();
        if (other.length > 0) {
            other[0] = 2;
        }
        return new Forest(COLUMNS, 0, List.of(new Forest.Tree(column, values, lower, other)));
    }

    /** Whatever the weights are, they are refused with one line, or are trees that end. */
    @Test
    void damagedWeightsAreRefusedOrHarmless() throws EncoderException {
        byte[] sound = new byte[forest().weights().remaining()];
        forest().weights().get(sound);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(sound, random.nextInt(4) == 0 ? random.nextInt(sound.length) : sound.length);
            for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (Encoder encoder = architecture.load(SPEC, ByteBuffer.wrap(bytes))) {
                encoder.encode(sample(2, 2), 1, new float[1]);
            } catch (EncoderException e) {
                refused++;
                assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            }
        }
        assertTrue(refused > 10_000, refused + " refused");
    }

    @Test
    void moreTreesThanAreReadAreNamed() {
        ByteBuffer weights = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        weights.put("LDPT".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putInt(COLUMNS)
                .putFloat(0);
        weights.putInt(-1).flip();
        assertRefused(SPEC, weights, "4294967295 trees");
    }

    private void assertRefused(EncoderSpec spec, ByteBuffer weights, String why) {
        String message = assertThrows(EncoderException.class, () -> architecture.load(spec, weights))
                .getMessage();
        assertTrue(message.contains(why), message);
    }
}
