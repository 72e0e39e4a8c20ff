package org.ldpi.api.quantizer;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A stretch of a sample that has a name of its own.
 *
 * @param packet number of the packet, from 1
 * @param name as its RFC has it, {@code TCP window} for one; unlike that of any other field of the packet
 * @param offset of its first byte in the sample
 * @param length in bytes, at least 1
 * @param kind how its value reads
 */
public record SampleField(int packet, String name, int offset, int length, Kind kind) {
    /** How a value reads. */
    public enum Kind {
        /** An unsigned number in network order. */
        NUMBER,
        /** A port; 0 where the quantizer takes out those of clients. */
        PORT,
        /** The flags of TCP. */
        FLAGS,
        /** Bytes, as hexadecimal digits. */
        BYTES,
        /** Bytes that may be text. */
        TEXT,
        /** Bytes behind the end of the packet. */
        NONE,
        /** A whole row, of a packet that never came. */
        PACKET
    }

    private static final String[] FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

    /** For people: {@code TCP window of packet 1}. */
    public String title() {
        return kind == Kind.PACKET ? name : name + " of packet " + packet;
    }

    /** Its value in words. */
    public String value(byte[] sample) {
        return switch (kind) {
            case NUMBER -> Long.toString(number(sample));
            case PORT -> number(sample) == 0 ? "ephemeral" : Long.toString(number(sample));
            case FLAGS -> flags((int) number(sample));
            case BYTES -> hex(sample);
            case TEXT -> text(sample);
            case NONE, PACKET -> "none";
        };
    }

    private long number(byte[] sample) {
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            value = value << 8 | (sample[i] & 0xff);
        }
        return value;
    }

    private static String flags(int flags) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < FLAGS.length; i++) {
            if ((flags >> i & 1) == 1) {
                names.add(FLAGS[i]);
            }
        }
        return names.isEmpty() ? "no flags" : String.join("+", names);
    }

    private String hex(byte[] sample) {
        return HexFormat.of().formatHex(sample, offset, offset + length);
    }

    /** As text where at least half of the bytes are characters of ASCII, a dot for each of the others. */
    private String text(byte[] sample) {
        StringBuilder text = new StringBuilder();
        int characters = 0;
        for (int i = offset; i < offset + length; i++) {
            int c = sample[i] & 0xff;
            boolean character = c >= 0x20 && c < 0x7f;
            characters += character ? 1 : 0;
            text.append(character ? (char) c : '·');
        }
        return 2 * characters >= length ? "\"" + text + "\"" : hex(sample);
    }
}
