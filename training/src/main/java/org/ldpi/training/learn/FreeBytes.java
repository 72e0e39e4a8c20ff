package org.ldpi.training.learn;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Bytes that are as good as random in normal traffic: cipher text, identifiers, nonces, times. Packets with the same
 * protocol, ports, flags and header length are looked at together; a byte is free where nearly as many different values
 * were seen at its place as chance would give, and its own value is a rare one there, so that what is constant in some of
 * these packets stays. Immutable, thread-safe.
 */
final class FreeBytes {
    private static final int VALUES = 256;
    private static final int LEAST_PACKETS = 8;
    /** Share of the different values that chance would give. */
    private static final double DIVERSITY = 0.6;

    private static final double RARE_SHARE = 0.03;
    private static final int MOST_GROUPS = 4096;
    private static final int MOST_PACKETS = 4096;

    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int ECHO_HEADER = 8;
    private static final int ECHO_TIME = 16;

    /** The first 13 bytes of a solicited-node address (RFC 4291, section 2.7.1); a host's own 3 follow. */
    private static final byte[] SOLICITED_NODE = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0xff};

    private static final BitSet NONE = new BitSet();

    private final SampleShape shape;
    /** By group of packets: bit place * 256 + value. */
    private final Map<Long, BitSet> free = new HashMap<>();

    FreeBytes(SampleShape shape, List<byte[]> normal) {
        this.shape = shape;
        Map<Long, Group> groups = new HashMap<>();
        for (int i = 0; i < normal.size(); i++) {
            byte[] sample = normal.get(i);
            for (int start = 0; start < sample.length && sample[start] != 0; start += shape.bytes()) {
                long key = group(sample, start);
                Group group = groups.get(key);
                if (group == null && groups.size() < MOST_GROUPS) {
                    group = new Group();
                    groups.put(key, group);
                }
                if (group != null) {
                    group.add(i, start);
                }
            }
        }
        groups.forEach((key, group) -> {
            if (group.packets.size() >= LEAST_PACKETS) {
                free.put(key, freeOf(normal, group));
            }
        });
    }

    /** Packets that are looked at together: of many a random choice, each with the same chance (Vitter 1985, R). */
    private static final class Group {
        private final IntList packets = new IntList();
        private final IntList starts = new IntList();
        private final SplittableRandom random = new SplittableRandom(0);
        private int seen;

        void add(int sample, int start) {
            seen++;
            if (packets.size() < MOST_PACKETS) {
                packets.add(sample);
                starts.add(start);
                return;
            }
            int place = random.nextInt(seen);
            if (place < MOST_PACKETS) {
                packets.set(place, sample);
                starts.set(place, start);
            }
        }
    }

    /**
     * Places that are free whatever was seen: a time that all packets of one day begin with is another one on the next,
     * and a host that was not there before has another address.
     */
    private BitSet alwaysFree(byte[] sample, int start) {
        BitSet places = new BitSet(shape.bytes());
        PacketRow row = PacketRow.of(sample, start, shape.bytes());
        int type = row.transport() < row.end() ? sample[row.transport()] & 0xff : 0;
        boolean echo = row.protocol() == ICMP ? type == 0 || type == 8 : row.protocol() == ICMPV6 && type >> 1 == 64;
        if (echo) {
            // The data of an echo (RFC 792, RFC 4443, section 4.1) begins with the time of sending in common programs.
            // How much data it has is the choice of who sends it.
            places.set(row.lengthField() - start, row.lengthField() - start + 2);
            int data = row.transport() + ECHO_HEADER - start;
            places.set(Math.min(data, shape.bytes()), Math.min(data + ECHO_TIME, shape.bytes()));
        }
        for (int place = 0; place + SOLICITED_NODE.length < shape.bytes(); place++) {
            int from = start + place;
            if (sample[from] == SOLICITED_NODE[0]
                    && Arrays.equals(
                            sample, from, from + SOLICITED_NODE.length, SOLICITED_NODE, 0, SOLICITED_NODE.length)) {
                int behind = place + SOLICITED_NODE.length;
                places.set(behind, Math.min(behind + 3, shape.bytes()));
            }
        }
        return places;
    }

    private BitSet freeOf(List<byte[]> normal, Group group) {
        BitSet bits = new BitSet(shape.bytes() * VALUES);
        int packets = group.packets.size();
        int[][] counts = new int[shape.bytes()][VALUES];
        for (int i = 0; i < packets; i++) {
            byte[] sample = normal.get(group.packets.get(i));
            int start = group.starts.get(i);
            for (int place = 0; place < shape.bytes(); place++) {
                counts[place][sample[start + place] & 0xff]++;
            }
        }
        double byChance = VALUES * (1 - Math.pow(1 - 1.0 / VALUES, packets));
        for (int place = 0; place < shape.bytes(); place++) {
            int different = 0;
            for (int count : counts[place]) {
                different += count > 0 ? 1 : 0;
            }
            if (different >= DIVERSITY * byChance) {
                for (int value = 0; value < VALUES; value++) {
                    if (counts[place][value] <= Math.max(1, RARE_SHARE * packets)) {
                        bits.set(place * VALUES + value);
                    }
                }
            }
        }
        return bits;
    }

    private long group(byte[] sample, int start) {
        PacketRow row = PacketRow.of(sample, start, shape.bytes());
        boolean ports = row.protocol() == PacketRow.TCP || row.protocol() == PacketRow.UDP;
        // Of ICMP the first word is type and code; what follows is different in each packet.
        long first = row.word(sample, row.transport());
        long second = ports ? row.word(sample, row.transport() + 2) : 0;
        long key = (row.v4() ? 1L : 0) << 8 | row.protocol();
        return key << 48 | first << 32 | second << 16 | (long) row.flags(sample) << 8 | (row.payload() - row.start());
    }

    /** The flow with other values in some of its free bytes, a copy. */
    byte[] varied(byte[] sample, RandomGenerator random) {
        byte[] out = sample.clone();
        float share = random.nextFloat();
        for (int start = 0; start < out.length && out[start] != 0; start += shape.bytes()) {
            BitSet bits = free.getOrDefault(group(sample, start), NONE);
            BitSet always = alwaysFree(sample, start);
            for (int place = 0; place < shape.bytes(); place++) {
                boolean may = always.get(place) || bits.get(place * VALUES + (sample[start + place] & 0xff));
                if (may && random.nextFloat() < share) {
                    out[start + place] = (byte) random.nextInt();
                }
            }
        }
        return out;
    }

    /** Whether two flows differ in nothing but bytes that are free in the first. */
    boolean same(byte[] sample, byte[] other) {
        for (int start = 0; start < sample.length; start += shape.bytes()) {
            BitSet bits = sample[start] == 0 ? NONE : free.getOrDefault(group(sample, start), NONE);
            BitSet always = sample[start] == 0 ? NONE : alwaysFree(sample, start);
            for (int place = 0; place < shape.bytes(); place++) {
                int at = start + place;
                boolean may = always.get(place) || bits.get(place * VALUES + (sample[at] & 0xff));
                if (sample[at] != other[at] && !may) {
                    return false;
                }
            }
        }
        return true;
    }
}
