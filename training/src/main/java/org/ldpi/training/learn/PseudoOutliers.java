package org.ldpi.training.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Flows that could be but were not seen: normal ones, transformed in ways that fit packets. In pretraining they stand as
 * samples of their own (distribution augmentation, Sohn et al. 2021), in Deep SAD they are what is not normal. A result
 * that equals a normal flow, but for bytes that are as good as random, is not handed out. Immutable, thread-safe.
 */
final class PseudoOutliers {
    private static final int TRIES = 8;
    private static final int WORD = 1 << 16;

    /** First bytes of TCP options (RFC 9293, section 3.2) as programs that make their own packets send them. */
    private static final byte[] SEGMENT_SIZE_OPTION = {2, 4, 0x05, (byte) 0xb4};

    private final SampleShape shape;
    private final List<byte[]> normal;
    private final SampleSet known;
    private final List<OutlierKind> kinds;
    private final ServicePorts services;
    private final FreeBytes free;

    /**
     * Makes outliers.
     *
     * @param known the normal samples
     * @param kinds at least one
     */
    PseudoOutliers(SampleShape shape, List<byte[]> normal, SampleSet known, FreeBytes free, Set<OutlierKind> kinds) {
        this.free = free;
        this.shape = shape;
        this.normal = normal;
        this.kinds = new ArrayList<>();
        for (OutlierKind kind : kinds) {
            for (int i = 0; i < kind.weight(); i++) {
                this.kinds.add(kind);
            }
        }
        this.services = new ServicePorts(shape);
        this.known = known;
    }

    SampleShape shape() {
        return shape;
    }
    /** One made of a normal flow, which is not changed. */
    byte[] of(byte[] sample, RandomGenerator random) {
        byte[] other = normal.get(random.nextInt(normal.size()));
        for (int i = 0; i < TRIES; i++) {
            byte[] made = of(kinds.get(random.nextInt(kinds.size())), sample, other, random);
            if (!known.contains(made) && !free.same(sample, services.withPortsOf(sample, made))) {
                return made;
            }
        }
        return randomBytes(sample, random, 0.5f);
    }

    /** One of a kind; equal to the flow where the kind does not apply to it. */
    byte[] of(OutlierKind kind, byte[] sample, byte[] other, RandomGenerator random) {
        return switch (kind) {
            case REVERSED -> reordered(sample, reversed(packets(sample)));
            case SHUFFLED -> reordered(sample, shuffled(packets(sample), random));
            case JOINED -> joined(sample, other, random);
            case CUT_SHORT -> cutShort(sample, random);
            case EXCHANGED -> exchanged(sample, other, random);
            case NOISE -> randomBytes(sample, random, 0.15f);
            case FIELDS -> changedFields(sample, random);
            case CRAFTED -> crafted(sample, random);
            case SERVICE -> services.otherService(sample, random);
            case PAYLOAD -> otherPayload(sample, random);
            case INVERTED -> inverted(sample);
            case MIRRORED -> moved(sample, reversed(headBytes(sample)));
            case SCRAMBLED -> moved(sample, shuffled(headBytes(sample), random));
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

    private PacketRow row(byte[] sample, int row) {
        return PacketRow.of(sample, row * shape.bytes(), shape.bytes());
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

    /** Bytes of the packets that the head has. */
    private int headBytes(byte[] sample) {
        return packets(sample) * shape.bytes();
    }

    private byte[] inverted(byte[] sample) {
        byte[] out = sample.clone();
        for (int i = 0; i < headBytes(sample); i++) {
            out[i] = (byte) ~sample[i];
        }
        return out;
    }

    private static byte[] moved(byte[] sample, int[] order) {
        byte[] out = sample.clone();
        for (int i = 0; i < order.length; i++) {
            out[i] = sample[order[i]];
        }
        return out;
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

    /** One or two fields, in one packet or in all. */
    private byte[] changedFields(byte[] sample, RandomGenerator random) {
        byte[] out = sample.clone();
        int rows = packets(sample);
        int fields = 1 + random.nextInt(2);
        for (int i = 0; i < fields; i++) {
            long seed = random.nextLong();
            if (random.nextBoolean()) {
                for (int row = 0; row < rows; row++) {
                    changeField(out, row(out, row), new SplittableRandom(seed));
                }
            } else {
                changeField(out, row(out, random.nextInt(rows)), new SplittableRandom(seed));
            }
        }
        return out;
    }

    private static void changeField(byte[] out, PacketRow row, RandomGenerator random) {
        int transport = row.transport();
        switch (random.nextInt(4)) {
            case 0 -> {
                switch (random.nextInt(3)) {
                    case 0 -> set(out, row.start() + 1, random.nextInt(), row.end());
                    case 1 -> row.word(out, row.lengthField(), length(random));
                    default -> set(out, row.v4() ? row.start() + 6 : row.start(), random.nextInt(), row.end());
                }
            }
            case 1, 2 -> {
                switch (row.protocol()) {
                    case PacketRow.TCP -> changeTcp(out, row, random);
                    case PacketRow.UDP -> row.word(out, transport + PacketRow.UDP_LENGTH, length(random));
                    default -> set(out, transport + random.nextInt(2), random.nextInt(), row.end());
                }
            }
            default -> {
                int behind = row.end() - transport;
                if (behind > 0) {
                    for (int n = random.nextInt(4); n >= 0; n--) {
                        set(out, transport + random.nextInt(behind), random.nextInt(), row.end());
                    }
                }
            }
        }
    }

    private static void changeTcp(byte[] out, PacketRow row, RandomGenerator random) {
        int transport = row.transport();
        switch (random.nextInt(6)) {
            case 0, 1 -> set(out, transport + PacketRow.TCP_FLAGS, random.nextInt(256), row.end());
            case 2, 3 -> row.word(out, transport + PacketRow.TCP_WINDOW, window(random));
            case 4 -> set(out, transport + PacketRow.TCP_DATA_OFFSET, random.nextInt(16) << 4, row.end());
            default -> {
                int options = row.payload() - transport - PacketRow.TCP_OPTIONS;
                if (options > 0) {
                    int at = transport + PacketRow.TCP_OPTIONS + random.nextInt(options);
                    set(out, at, random.nextInt(), row.end());
                }
            }
        }
    }

    /** What a program that builds its own packets would send: few options, a round window, any flags. */
    private byte[] crafted(byte[] sample, RandomGenerator random) {
        byte[] out = sample.clone();
        int rows = packets(sample);
        int only = random.nextInt(rows + 1);
        int flags = random.nextInt(4) == 0 ? random.nextInt(64) : -1;
        int window = random.nextInt(4) == 0 ? -1 : window(random);
        int options = random.nextInt(3);
        for (int i = 0; i < rows; i++) {
            PacketRow row = row(out, i);
            if (row.protocol() != PacketRow.TCP || (only < rows && only != i)) {
                continue;
            }
            if (flags >= 0) {
                set(out, row.transport() + PacketRow.TCP_FLAGS, flags, row.end());
            }
            if (window >= 0) {
                row.word(out, row.transport() + PacketRow.TCP_WINDOW, window);
            }
            if (options < 2) {
                replaceOptions(out, row, options == 0 ? new byte[0] : SEGMENT_SIZE_OPTION);
            }
        }
        return out;
    }

    private static void replaceOptions(byte[] out, PacketRow row, byte[] options) {
        int from = row.transport() + PacketRow.TCP_OPTIONS;
        if (from + options.length > row.end()) {
            return;
        }
        int removed = row.payload() - from - options.length;
        byte[] rest = Arrays.copyOfRange(out, row.payload(), row.end());
        Arrays.fill(out, from, row.end(), (byte) 0);
        System.arraycopy(options, 0, out, from, options.length);
        int to = from + options.length;
        System.arraycopy(rest, 0, out, to, Math.min(rest.length, row.end() - to));
        set(out, row.transport() + PacketRow.TCP_DATA_OFFSET, (5 + options.length / 4) << 4, row.end());
        row.word(out, row.lengthField(), row.word(out, row.lengthField()) - removed);
    }

    /** Another payload in one packet or in all: none, noise, one byte again and again, letters. */
    private byte[] otherPayload(byte[] sample, RandomGenerator random) {
        byte[] out = sample.clone();
        int rows = packets(sample);
        int only = random.nextInt(rows + 1);
        int form = random.nextInt(4);
        int length = form == 0 ? 0 : length(random) % 1400;
        byte fill = (byte) random.nextInt();
        for (int i = 0; i < rows; i++) {
            PacketRow row = row(out, i);
            if (only < rows && only != i) {
                continue;
            }
            int had = row.payloadLength(out);
            int has = random.nextInt(3) == 0 ? had : length;
            for (int at = row.payload(); at < row.end(); at++) {
                boolean within = at - row.payload() < has;
                int value = switch (form) {
                    case 1 -> random.nextInt();
                    case 2 -> fill;
                    default -> 'a' + random.nextInt(26);
                };
                out[at] = within && form > 0 ? (byte) value : 0;
            }
            row.word(out, row.lengthField(), row.word(out, row.lengthField()) - had + has);
            if (row.protocol() == PacketRow.UDP) {
                row.word(out, row.transport() + PacketRow.UDP_LENGTH, 8 + has);
            }
        }
        return out;
    }

    /** Any length, short ones as often as long ones. */
    private static int length(RandomGenerator random) {
        return random.nextInt(WORD >> random.nextInt(12)) & 0xffff;
    }

    /** Any window, a round one as often as not. */
    private static int window(RandomGenerator random) {
        return random.nextBoolean() ? random.nextInt(WORD) : Math.min(WORD - 1, 1 << random.nextInt(17));
    }

    private static void set(byte[] out, int index, int value, int end) {
        if (index < end) {
            out[index] = (byte) value;
        }
    }
}
