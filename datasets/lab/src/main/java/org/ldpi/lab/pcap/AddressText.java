package org.ldpi.lab.pcap;

/** Addresses as text: dotted for IPv4, RFC 5952, section 4, for IPv6. */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /**
     * Writes an address.
     *
     * @param bytes holds it
     * @param offset where it begins
     * @param length 4 or 16
     * @return its text
     */
    static String of(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(39);
        if (length == 4) {
            for (int i = 0; i < length; i++) {
                text.append(i > 0 ? "." : "").append(bytes[offset + i] & 0xff);
            }
            return text.toString();
        }
        int run = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && group(bytes, offset, i + zeros) == 0) {
                zeros++;
            }
            if (zeros > runLength) {
                run = i;
                runLength = zeros;
            }
        }
        for (int i = 0; i < GROUPS; i++) {
            if (i == run) {
                text.append("::");
                i += runLength - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(group(bytes, offset, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int offset, int group) {
        return (bytes[offset + 2 * group] & 0xff) << 8 | (bytes[offset + 2 * group + 1] & 0xff);
    }
}
