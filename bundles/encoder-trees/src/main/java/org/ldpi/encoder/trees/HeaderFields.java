package org.ldpi.encoder.trees;

import java.util.Arrays;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

/** The fields of the headers as numbers, for methods that want columns. */
public final class HeaderFields {
    private static final int PER_PACKET = 11;

    private HeaderFields() {}

    /** Numbers of a sample. */
    public static int count(SampleShape shape) {
        return 1 + shape.packets() * PER_PACKET;
    }

    /**
     * Packets in the head, then of each packet: IP version, type of service, length, fragment field, protocol, ports, TCP
     * flags and window, length of the transport header and of what is behind it; zero where there is none.
     *
     * @param sample of the robust profile, n x l bytes
     */
    public static float[] of(byte[] sample, SampleShape shape) {
        float[] values = new float[count(shape)];
        of(sample, 0, shape, values);
        return values;
    }

    /**
     * {@link #of(byte[], SampleShape)} of one of several samples.
     *
     * @param from where the sample begins
     * @param values receives the numbers
     */
    static void of(byte[] samples, int from, SampleShape shape, float[] values) {
        Arrays.fill(values, 0);
        int at = 1;
        for (int i = 0; i < shape.packets(); i++) {
            int start = from + i * shape.bytes();
            if (samples[start] == 0) {
                return;
            }
            values[0]++;
            PacketRow row = PacketRow.of(samples, start, shape.bytes());
            int transport = row.transport();
            boolean tcp = row.protocol() == PacketRow.TCP;
            values[at++] = row.v4() ? 4 : 6;
            values[at++] = samples[start + 1] & 0xff;
            values[at++] = row.word(samples, row.lengthField());
            values[at++] = row.v4() ? row.word(samples, start + 6) : 0;
            values[at++] = row.protocol();
            values[at++] = row.word(samples, transport);
            values[at++] = row.word(samples, transport + 2);
            values[at++] = row.flags(samples);
            values[at++] = tcp ? row.word(samples, transport + PacketRow.TCP_WINDOW) : 0;
            values[at++] = row.payload() - transport;
            values[at++] = Math.max(0, row.payloadLength(samples));
        }
    }
}
