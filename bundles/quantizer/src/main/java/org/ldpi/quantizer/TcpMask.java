package org.ldpi.quantizer;

/** Zeroes in a TCP header (RFC 9293, section 3.1) what {@link RobustQuantizer} lists. */
final class TcpMask {
    private static final int SEQUENCE_AND_ACKNOWLEDGEMENT = 4;
    private static final int DATA_OFFSET = 12;
    private static final int CHECKSUM = 16;
    private static final int OPTIONS = 20;

    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;

    private TcpMask() {}

    static void mask(byte[] row, int tcp, int end) {
        RobustQuantizer.maskPorts(row, tcp, end);
        Row.zero(row, tcp + SEQUENCE_AND_ACKNOWLEDGEMENT, 8, end);
        Row.zero(row, tcp + CHECKSUM, 2, end);
        maskOptions(row, tcp, end);
    }

    /** Masks the options of a header. */
    static void maskOptions(byte[] row, int tcp, int rowEnd) {
        int dataOffset = Row.read(row, tcp + DATA_OFFSET, rowEnd);
        int end = Math.min(rowEnd, tcp + ((dataOffset & 0xF0) >> 2));
        int i = tcp + OPTIONS;
        while (i < end) {
            int kind = Byte.toUnsignedInt(row[i]);
            if (kind == END_OF_OPTIONS) {
                return;
            }
            if (kind == NO_OPERATION) {
                i++;
                continue;
            }
            int length = Row.read(row, i + 1, end);
            if (length < 2) {
                return;
            }
            if (kind == TIMESTAMPS || kind == SACK) {
                Row.zero(row, i + 2, Math.min(length, end - i) - 2, end);
            }
            i += length;
        }
    }
}
