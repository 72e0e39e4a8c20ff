package org.ldpi.api.quantizer;

/**
 * The shape of a sample: n rows, one for each of the first packets of a flow, of l unsigned bytes.
 *
 * @param packets n, 1 to 32
 * @param bytes l, 20 to 512
 */
public record SampleShape(int packets, int bytes) {
    public static final int MAX_PACKETS = 32;
    public static final int MIN_BYTES = 20;
    public static final int MAX_BYTES = 512;

    /** 4 x 60, as in the original LDPI. */
    public static final SampleShape DEFAULT = new SampleShape(4, 60);

    public SampleShape {
        if (packets < 1 || packets > MAX_PACKETS) {
            throw new IllegalArgumentException("packets per sample: " + packets + " is not within 1 to " + MAX_PACKETS);
        }
        if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "bytes per packet: " + bytes + " is not within " + MIN_BYTES + " to " + MAX_BYTES);
        }
    }

    /** Number of bytes of a sample, n x l. */
    public int size() {
        return packets * bytes;
    }

    /**
     * How many packets a sample was made of: rows up to the first one that begins with 0, which no IP header does.
     *
     * @param offset index of the sample's first byte
     * @return 0 to n
     */
    public int packets(byte[] samples, int offset) {
        int count = 0;
        while (count < packets && samples[offset + count * bytes] != 0) {
            count++;
        }
        return count;
    }

    @Override
    public String toString() {
        return packets + "x" + bytes;
    }
}
