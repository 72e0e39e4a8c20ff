package org.ldpi.training.flows;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowHead;

/**
 * A flow head as one line of JSON, made in a buffer that is used again: {@code src sport dst dport protocol src_mac
 * dst_mac packets start_ns close sample}, {@code outer_src outer_dst} where it came through a tunnel, and {@code score
 * threshold anomaly} where it was scored. The protocol is a
 * number, the sample is hex, times are ns since the epoch. Not thread-safe.
 */
public final class FlowLine {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int IPV4_BYTES = 4;
    private static final int MOST_BESIDE_SAMPLE = 768;
    private static final Map<CloseReason, byte[]> REASONS = new EnumMap<>(CloseReason.class);

    static {
        for (CloseReason reason : CloseReason.values()) {
            REASONS.put(reason, ascii(reason.name()));
        }
    }

    private static final byte[] SOURCE = ascii("{\"src\":\"");
    private static final byte[] SOURCE_PORT = ascii("\",\"sport\":");
    private static final byte[] DESTINATION = ascii(",\"dst\":\"");
    private static final byte[] DESTINATION_PORT = ascii("\",\"dport\":");
    private static final byte[] PROTOCOL = ascii(",\"protocol\":");
    private static final byte[] SOURCE_MAC = ascii(",\"src_mac\":\"");
    private static final byte[] DESTINATION_MAC = ascii("\",\"dst_mac\":\"");
    private static final byte[] PACKETS = ascii("\",\"packets\":");
    private static final byte[] START = ascii(",\"start_ns\":");
    private static final byte[] CLOSE = ascii(",\"close\":\"");
    private static final byte[] OUTER_SOURCE = ascii("\",\"outer_src\":\"");
    private static final byte[] OUTER_DESTINATION = ascii("\",\"outer_dst\":\"");
    private static final byte[] SAMPLE = ascii("\",\"sample\":\"");
    private static final byte[] END = ascii("\"}\n");
    private static final byte[] SCORE = ascii("\",\"score\":");
    private static final byte[] THRESHOLD = ascii(",\"threshold\":");
    private static final byte[] ANOMALY = ascii(",\"anomaly\":true}\n");
    private static final byte[] NO_ANOMALY = ascii(",\"anomaly\":false}\n");

    private byte[] line = new byte[MOST_BESIDE_SAMPLE];
    private int length;

    /** Makes the line of a head. */
    public FlowLine of(FlowHead head) {
        begin(head);
        put(END);
        return this;
    }

    /** Makes the line of a scored head. */
    public FlowLine of(FlowHead head, float score, double threshold) {
        begin(head);
        put(SCORE);
        put(ascii(Float.toString(score)));
        put(THRESHOLD);
        put(ascii(Double.toString(threshold)));
        put(score > threshold ? ANOMALY : NO_ANOMALY);
        return this;
    }

    /** Holds the line, with its line feed, in the first {@link #length()} bytes. Shared, not a copy. */
    public byte[] bytes() {
        return line;
    }

    public int length() {
        return length;
    }

    private void begin(FlowHead head) {
        byte[] sample = head.sample();
        if (line.length < MOST_BESIDE_SAMPLE + 2 * sample.length) {
            line = new byte[MOST_BESIDE_SAMPLE + 2 * sample.length];
        }
        length = 0;
        put(SOURCE);
        address(head.sourceAddress(), 0, head.addressLength());
        put(SOURCE_PORT);
        number(head.sourcePort());
        put(DESTINATION);
        address(head.destinationAddress(), 0, head.addressLength());
        put(DESTINATION_PORT);
        number(head.destinationPort());
        put(PROTOCOL);
        number(head.protocol());
        put(SOURCE_MAC);
        mac(head.sourceMac());
        put(DESTINATION_MAC);
        mac(head.destinationMac());
        put(PACKETS);
        number(head.packets());
        put(START);
        number(head.startNanos());
        put(CLOSE);
        put(REASONS.get(head.close()));
        int outer = head.outerAddressLength();
        if (outer > 0) {
            put(OUTER_SOURCE);
            address(head.outerAddresses(), 0, outer);
            put(OUTER_DESTINATION);
            address(head.outerAddresses(), outer, outer);
        }
        put(SAMPLE);
        for (byte value : sample) {
            hex(value);
        }
    }

    private void address(byte[] bytes, int from, int count) {
        if (count == IPV4_BYTES) {
            for (int i = 0; i < IPV4_BYTES; i++) {
                if (i > 0) {
                    line[length++] = '.';
                }
                number(bytes[from + i] & 0xff);
            }
        } else {
            address6(bytes, from);
        }
    }

    /** RFC 5952, section 4: lower case, no leading zeros, the first longest run of two or more zero groups left out. */
    private void address6(byte[] bytes, int from) {
        int run = 0;
        int runLength = 1;
        for (int group = 0; group < 8; group++) {
            int end = group;
            while (end < 8 && group(bytes, from, end) == 0) {
                end++;
            }
            if (end - group > runLength) {
                run = group;
                runLength = end - group;
            }
        }
        boolean shortened = runLength > 1;
        for (int group = 0; group < 8; group++) {
            if (shortened && group == run) {
                line[length++] = ':';
                line[length++] = ':';
                group += runLength - 1;
            } else {
                if (group > 0 && !(shortened && group == run + runLength)) {
                    line[length++] = ':';
                }
                put(ascii(Integer.toHexString(group(bytes, from, group))));
            }
        }
    }

    private static int group(byte[] bytes, int from, int group) {
        int index = from + 2 * group;
        return (bytes[index] & 0xff) << 8 | (bytes[index + 1] & 0xff);
    }

    private void mac(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0) {
                line[length++] = ':';
            }
            hex(bytes[i]);
        }
    }

    private void hex(byte value) {
        line[length++] = HEX[value >> 4 & 0xf];
        line[length++] = HEX[value & 0xf];
    }

    private void number(long value) {
        if (value < 0) {
            put(ascii(Long.toString(value)));
            return;
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            line[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, line, length, bytes.length);
        length += bytes.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
