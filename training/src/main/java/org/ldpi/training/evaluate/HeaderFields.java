package org.ldpi.training.evaluate;

import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

/** The fields of the headers as numbers, for methods that want columns. */
final class HeaderFields {
    private static final int PER_PACKET = 11;

    private HeaderFields() {}

    static int count(SampleShape shape) {
        return 1 + shape.packets() * PER_PACKET;
    }

    /** Packets in the head, then the fields of each packet; zero where there is no packet. */
    static float[] of(byte[] sample, SampleShape shape) {
        float[] values = new float[count(shape)];
        int at = 1;
        for (int start = 0; start < sample.length && sample[start] != 0; start += shape.bytes()) {
            values[0]++;
            PacketRow row = PacketRow.of(sample, start, shape.bytes());
            int transport = row.transport();
            boolean tcp = row.protocol() == PacketRow.TCP;
            values[at++] = row.v4() ? 4 : 6;
            values[at++] = sample[start + 1] & 0xff;
            values[at++] = row.word(sample, row.lengthField());
            values[at++] = row.v4() ? row.word(sample, start + 6) : 0;
            values[at++] = row.protocol();
            values[at++] = row.word(sample, transport);
            values[at++] = row.word(sample, transport + 2);
            values[at++] = row.flags(sample);
            values[at++] = tcp ? row.word(sample, transport + PacketRow.TCP_WINDOW) : 0;
            values[at++] = row.payload() - transport;
            values[at++] = Math.max(0, row.payloadLength(sample));
        }
        return values;
    }
}
