package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.data.PacketRow;

/** A sample in words, packet by packet, so that a person can see what was flagged or missed. */
final class Decoded {
    private static final String[] FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
    private static final int SHOWN = 40;

    private Decoded() {}

    static List<String> packets(byte[] sample, SampleShape shape) {
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < sample.length && sample[start] != 0; start += shape.bytes()) {
            lines.add(packet(sample, PacketRow.of(sample, start, shape.bytes())));
        }
        return lines;
    }

    private static String packet(byte[] sample, PacketRow row) {
        StringBuilder text = new StringBuilder(row.v4() ? "IPv4" : "IPv6")
                .append(" length ")
                .append(row.word(sample, row.lengthField()));
        switch (row.protocol()) {
            case PacketRow.TCP -> {
                text.append(" TCP ").append(flags(row.flags(sample)));
                text.append(" window ").append(row.word(sample, row.transport() + PacketRow.TCP_WINDOW));
                int options = row.payload() - row.transport() - PacketRow.TCP_OPTIONS;
                if (options > 0) {
                    text.append(" options ");
                    for (int i = row.transport() + PacketRow.TCP_OPTIONS; i < row.payload(); i++) {
                        text.append(String.format("%02x", sample[i]));
                    }
                }
            }
            case PacketRow.UDP ->
                text.append(" UDP length ").append(row.word(sample, row.transport() + PacketRow.UDP_LENGTH));
            default -> {
                text.append(" protocol ").append(row.protocol());
                if (row.transport() + 1 < row.end()) {
                    text.append(" type ").append(sample[row.transport()] & 0xff);
                    text.append(" code ").append(sample[row.transport() + 1] & 0xff);
                }
            }
        }
        int payload = Math.min(row.payloadLength(sample), row.end() - row.payload());
        if (payload > 0) {
            text.append(" payload \"");
            for (int i = 0; i < Math.min(SHOWN, payload); i++) {
                int c = sample[row.payload() + i] & 0xff;
                text.append(c >= 0x20 && c < 0x7f ? (char) c : '·');
            }
            text.append(payload > SHOWN ? "…\"" : "\"");
        }
        return text.toString();
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
}
