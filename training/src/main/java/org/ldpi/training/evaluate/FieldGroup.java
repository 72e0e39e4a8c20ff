package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Fields that may tell how, where and when a capture was made rather than what happens in it. A model that leans on them
 * loses what it finds when they are scrambled: each flow gets those of another flow of the test, drawn by chance.
 */
public enum FieldGroup {
    TTL("TTL, hop limit"),
    IDENTIFICATION("IP ID, flow label"),
    CHECKSUMS("checksums"),
    PORTS("ports"),
    SEQUENCE_NUMBERS("sequence and acknowledgement numbers"),
    TIMESTAMPS("TCP timestamps"),
    LENGTHS("lengths");

    private static final int TIMESTAMPS_OPTION = 8;
    private static final int TIMESTAMPS_BYTES = 10;

    private final String title;

    FieldGroup(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** The samples with this group's fields exchanged between flows; the others are as they were. */
    public List<byte[]> scrambled(SampleShape shape, List<byte[]> samples, long seed) {
        List<byte[]> donors = new ArrayList<>(samples);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = donors.size() - 1; i > 0; i--) {
            Collections.swap(donors, i, random.nextInt(i + 1));
        }
        List<byte[]> out = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            byte[] changed = samples.get(i).clone();
            for (int start = 0; start < changed.length; start += shape.bytes()) {
                if (changed[start] != 0 && donors.get(i)[start] != 0) {
                    exchange(
                            changed,
                            PacketRow.of(changed, start, shape.bytes()),
                            donors.get(i),
                            PacketRow.of(donors.get(i), start, shape.bytes()));
                }
            }
            out.add(changed);
        }
        return out;
    }

    private void exchange(byte[] to, PacketRow row, byte[] from, PacketRow donor) {
        switch (this) {
            case TTL -> copy(to, row.start() + (row.v4() ? 8 : 7), from, donor.start() + (donor.v4() ? 8 : 7), 1, row);
            case IDENTIFICATION -> {
                // The flow label's 20 bits share a byte with the traffic class, which stays.
                int length = 2;
                copy(to, row.start() + (row.v4() ? 4 : 2), from, donor.start() + (donor.v4() ? 4 : 2), length, row);
            }
            case CHECKSUMS -> {
                if (row.v4() && donor.v4()) {
                    copy(to, row.start() + 10, from, donor.start() + 10, 2, row);
                }
                if (row.protocol() == donor.protocol()) {
                    int at = switch (row.protocol()) {
                        case PacketRow.TCP -> 16;
                        case PacketRow.UDP -> 6;
                        default -> 2;
                    };
                    copy(to, row.transport() + at, from, donor.transport() + at, 2, row);
                }
            }
            case PORTS -> {
                if (hasPorts(row) && hasPorts(donor)) {
                    copy(to, row.transport(), from, donor.transport(), 4, row);
                }
            }
            case SEQUENCE_NUMBERS -> {
                if (row.protocol() == PacketRow.TCP && donor.protocol() == PacketRow.TCP) {
                    copy(to, row.transport() + 4, from, donor.transport() + 4, 8, row);
                }
            }
            case TIMESTAMPS -> {
                int at = timestamps(to, row);
                int of = timestamps(from, donor);
                if (at >= 0 && of >= 0) {
                    copy(to, at + 2, from, of + 2, TIMESTAMPS_BYTES - 2, row);
                }
            }
            case LENGTHS -> {
                copy(to, row.lengthField(), from, donor.lengthField(), 2, row);
                if (row.protocol() == PacketRow.UDP && donor.protocol() == PacketRow.UDP) {
                    int length = PacketRow.UDP_LENGTH;
                    copy(to, row.transport() + length, from, donor.transport() + length, 2, row);
                }
            }
        }
    }

    private static boolean hasPorts(PacketRow row) {
        return row.protocol() == PacketRow.TCP || row.protocol() == PacketRow.UDP;
    }

    /** Offset of the timestamps option (RFC 7323, section 3.2), or -1. */
    private static int timestamps(byte[] sample, PacketRow row) {
        if (row.protocol() != PacketRow.TCP) {
            return -1;
        }
        int at = row.transport() + PacketRow.TCP_OPTIONS;
        while (at + 1 < row.payload()) {
            int kind = sample[at] & 0xff;
            if (kind == TIMESTAMPS_OPTION) {
                return at + TIMESTAMPS_BYTES <= row.end() ? at : -1;
            }
            int length = kind == 1 ? 1 : sample[at + 1] & 0xff;
            if (kind == 0 || length == 0) {
                return -1;
            }
            at += length;
        }
        return -1;
    }

    private static void copy(byte[] to, int at, byte[] from, int of, int length, PacketRow row) {
        for (int i = 0; i < length && at + i < row.end() && of + i < from.length; i++) {
            to[at + i] = from[of + i];
        }
    }
}
