package org.ldpi.training.learn;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Flows that could be but were not seen: normal ones, transformed in ways that fit packets. In pretraining they stand as
 * samples of their own (distribution augmentation, Sohn et al. 2021), in Deep SAD they are what is not normal. A result
 * that equals a normal flow is not handed out. Immutable, thread-safe.
 */
final class PseudoOutliers {
    /** Bytes at the start of a row where fields of headers are. */
    private static final int HEADER_BYTES = 32;

    private static final int TRIES = 8;

    /** What may be done to a flow. */
    private enum Shift {
        /** The last packet first. */
        REVERSED_PACKETS,
        SHUFFLED_PACKETS,
        /** The first packets of one flow, the last ones of another. */
        JOINED,
        /** Later packets are missing. */
        CUT_SHORT,
        /** Some bytes are those of another flow at the same place. */
        EXCHANGED_BYTES,
        RANDOM_BYTES,
        /** One to three bytes of the headers have another value. */
        CHANGED_FIELDS
    }

    private static final Shift[] SHIFTS = Shift.values();

    private final SampleShape shape;
    private final List<byte[]> normal;
    private final Set<ByteBuffer> known;

    PseudoOutliers(SampleShape shape, List<byte[]> normal) {
        this.shape = shape;
        this.normal = normal;
        this.known = new HashSet<>();
        normal.forEach(sample -> known.add(ByteBuffer.wrap(sample)));
    }

    /** One made of a normal flow, which is not changed. */
    byte[] of(byte[] sample, RandomGenerator random) {
        byte[] other = normal.get(random.nextInt(normal.size()));
        for (int i = 0; i < TRIES; i++) {
            byte[] shifted = shift(SHIFTS[random.nextInt(SHIFTS.length)], sample, other, random);
            if (!known.contains(ByteBuffer.wrap(shifted))) {
                return shifted;
            }
        }
        return randomBytes(sample, random, 0.5f);
    }

    private byte[] shift(Shift shift, byte[] sample, byte[] other, RandomGenerator random) {
        return switch (shift) {
            case REVERSED_PACKETS -> reordered(sample, reversed(packets(sample)));
            case SHUFFLED_PACKETS -> reordered(sample, shuffled(packets(sample), random));
            case JOINED -> joined(sample, other, random);
            case CUT_SHORT -> cutShort(sample, random);
            case EXCHANGED_BYTES -> exchanged(sample, other, random);
            case RANDOM_BYTES -> randomBytes(sample, random, 0.15f);
            case CHANGED_FIELDS -> changedFields(sample, random);
        };
    }

    /** Packets that the head has: rows up to the last one that is not all zero. */
    private int packets(byte[] sample) {
        int last = sample.length - 1;
        while (last > 0 && sample[last] == 0) {
            last--;
        }
        return last / shape.bytes() + 1;
    }

    private byte[] reordered(byte[] sample, int[] order) {
        byte[] out = new byte[sample.length];
        for (int row = 0; row < order.length; row++) {
            System.arraycopy(sample, order[row] * shape.bytes(), out, row * shape.bytes(), shape.bytes());
        }
        return out;
    }

    private static int[] reversed(int rows) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = rows - 1 - i;
        }
        return order;
    }

    private static int[] shuffled(int rows, RandomGenerator random) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private byte[] joined(byte[] sample, byte[] other, RandomGenerator random) {
        byte[] out = sample.clone();
        int kept = 1 + random.nextInt(Math.max(1, shape.packets() - 1));
        int from = Math.min(kept, shape.packets()) * shape.bytes();
        System.arraycopy(other, from, out, from, out.length - from);
        return out;
    }

    private byte[] cutShort(byte[] sample, RandomGenerator random) {
        byte[] out = new byte[sample.length];
        int kept = 1 + random.nextInt(Math.max(1, packets(sample) - 1));
        System.arraycopy(sample, 0, out, 0, kept * shape.bytes());
        return out;
    }

    private static byte[] exchanged(byte[] sample, byte[] other, RandomGenerator random) {
        byte[] out = sample.clone();
        for (int i = 0; i < out.length; i++) {
            if (random.nextFloat() < 0.2f) {
                out[i] = other[i];
            }
        }
        return out;
    }

    private static byte[] randomBytes(byte[] sample, RandomGenerator random, float share) {
        byte[] out = sample.clone();
        for (int i = 0; i < out.length; i++) {
            if (random.nextFloat() < share) {
                out[i] = (byte) random.nextInt();
            }
        }
        return out;
    }

    private byte[] changedFields(byte[] sample, RandomGenerator random) {
        byte[] out = sample.clone();
        int rows = packets(sample);
        int fields = 1 + random.nextInt(3);
        for (int i = 0; i < fields; i++) {
            int at = random.nextInt(Math.min(HEADER_BYTES, shape.bytes()));
            byte value = (byte) random.nextInt();
            boolean everywhere = random.nextBoolean();
            int only = random.nextInt(rows);
            for (int row = 0; row < rows; row++) {
                if (everywhere || row == only) {
                    out[row * shape.bytes() + at] = value;
                }
            }
        }
        return out;
    }
}
