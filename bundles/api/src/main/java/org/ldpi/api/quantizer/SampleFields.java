package org.ldpi.api.quantizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names the bytes of a sample: every byte belongs to one field. Fields that the profile takes out or masks follow from the
 * quantizers: the addresses are not there, what is masked reads as 0.
 *
 * <p>Offsets are those of RFC 791 (IPv4), RFC 8200 (IPv6), RFC 9293 (TCP), RFC 768 (UDP), RFC 792 and RFC 4443 (ICMP),
 * without the addresses.
 */
public final class SampleFields {
    private final String profile;
    private final SampleShape shape;
    private final int payloadBytes;

    /**
     * @param profile of the quantizer that made the samples
     * @param payloadBytes the most bytes of payload that are one field, at least 1
     */
    public SampleFields(String profile, SampleShape shape, int payloadBytes) {
        if (payloadBytes < 1) {
            throw new IllegalArgumentException("payload fields of " + payloadBytes + " bytes");
        }
        this.profile = profile;
        this.shape = shape;
        this.payloadBytes = payloadBytes;
    }

    /** The fields in the order of their bytes. Rows of packets that never came are one field each. */
    public List<SampleField> of(byte[] sample) {
        List<SampleField> fields = new ArrayList<>();
        for (int packet = 1; packet <= shape.packets(); packet++) {
            int start = (packet - 1) * shape.bytes();
            if (sample[start] == 0) {
                fields.add(new SampleField(packet, "packet " + packet, start, shape.bytes(), SampleField.Kind.PACKET));
            } else {
                new Row(fields, packet, PacketRow.of(profile, sample, start, shape.bytes()), sample).name();
            }
        }
        return fields;
    }

    /** The headers and the payload of one packet. */
    private final class Row {
        private final List<SampleField> fields;
        private final Set<String> names = new HashSet<>();
        private final int packet;
        private final PacketRow row;
        private final byte[] sample;
        private int next;

        Row(List<SampleField> fields, int packet, PacketRow row, byte[] sample) {
            this.fields = fields;
            this.packet = packet;
            this.row = row;
            this.sample = sample;
            this.next = row.start();
        }

        void name() {
            if (row.v4()) {
                ipv4();
            } else {
                ipv6();
            }
            switch (row.protocol()) {
                case PacketRow.TCP -> tcp();
                case PacketRow.UDP -> udp();
                case PacketRow.ICMP -> icmp("ICMP");
                case PacketRow.ICMPV6 -> icmp("ICMPv6");
                default -> upTo(row.payload(), "header of protocol " + row.protocol(), SampleField.Kind.BYTES);
            }
            payload();
        }

        private void ipv4() {
            bytes(1, "IPv4 version and header length", SampleField.Kind.BYTES);
            bytes(1, "IPv4 DSCP and ECN", SampleField.Kind.BYTES);
            bytes(2, "IPv4 total length", SampleField.Kind.NUMBER);
            bytes(2, "IPv4 identification", SampleField.Kind.NUMBER);
            bytes(2, "IPv4 flags and fragment offset", SampleField.Kind.BYTES);
            bytes(1, "IPv4 TTL", SampleField.Kind.NUMBER);
            bytes(1, "IPv4 protocol", SampleField.Kind.NUMBER);
            bytes(2, "IPv4 header checksum", SampleField.Kind.BYTES);
            upTo(row.transport(), "IPv4 options", SampleField.Kind.BYTES);
        }

        private void ipv6() {
            // The flow label's first four bits share a byte with the traffic class.
            bytes(2, "IPv6 version and traffic class", SampleField.Kind.BYTES);
            bytes(2, "IPv6 flow label", SampleField.Kind.BYTES);
            bytes(2, "IPv6 payload length", SampleField.Kind.NUMBER);
            bytes(1, "IPv6 next header", SampleField.Kind.NUMBER);
            bytes(1, "IPv6 hop limit", SampleField.Kind.NUMBER);
            upTo(row.extensions(), "IPv6 addresses, in part", SampleField.Kind.BYTES);
            int header = PacketRow.at(sample, row.start() + 6, row.end());
            while (PacketRow.isExtension(header) && next + 1 < row.transport()) {
                int following = PacketRow.at(sample, next, row.end());
                int length = PacketRow.extensionBytes(header, PacketRow.at(sample, next + 1, row.end()));
                bytes(length, "IPv6 extension header " + header, SampleField.Kind.BYTES);
                header = following;
            }
            upTo(row.transport(), "IPv6 extension headers", SampleField.Kind.BYTES);
        }

        private void tcp() {
            ports("TCP");
            bytes(4, "TCP sequence number", SampleField.Kind.NUMBER);
            bytes(4, "TCP acknowledgement number", SampleField.Kind.NUMBER);
            bytes(1, "TCP header length", SampleField.Kind.BYTES);
            bytes(1, "TCP flags", SampleField.Kind.FLAGS);
            bytes(2, "TCP window", SampleField.Kind.NUMBER);
            bytes(2, "TCP checksum", SampleField.Kind.BYTES);
            bytes(2, "TCP urgent pointer", SampleField.Kind.NUMBER);
            while (next < row.payload()) {
                option();
            }
        }

        /** One option of TCP with the no-operations before it, which only pad. */
        private void option() {
            int at = next;
            while (at < row.payload() && sample[at] == 1) {
                at++;
            }
            int kind = PacketRow.at(sample, at, row.payload());
            int length = PacketRow.at(sample, at + 1, row.payload());
            if (at >= row.payload() || kind == 0 || length < 2) {
                upTo(row.payload(), "TCP options' end", SampleField.Kind.BYTES);
                return;
            }
            String name = switch (kind) {
                case 2 -> "maximum segment size";
                case 3 -> "window scale";
                case 4 -> "SACK permitted";
                case 5 -> "SACK";
                case 8 -> "timestamps";
                default -> Integer.toString(kind);
            };
            upTo(Math.min(row.payload(), at + length), "TCP option " + name, SampleField.Kind.BYTES);
        }

        private void udp() {
            ports("UDP");
            bytes(2, "UDP length", SampleField.Kind.NUMBER);
            bytes(2, "UDP checksum", SampleField.Kind.BYTES);
        }

        private void ports(String protocol) {
            bytes(2, protocol + " source port", SampleField.Kind.PORT);
            bytes(2, protocol + " destination port", SampleField.Kind.PORT);
        }

        private void icmp(String protocol) {
            bytes(1, protocol + " type", SampleField.Kind.NUMBER);
            bytes(1, protocol + " code", SampleField.Kind.NUMBER);
            bytes(2, protocol + " checksum", SampleField.Kind.BYTES);
        }

        private void payload() {
            upTo(row.payload(), "transport header", SampleField.Kind.BYTES);
            int packetEnd = row.payload() + Math.max(0, Math.min(row.end() - row.payload(), row.payloadLength(sample)));
            while (next < row.end()) {
                int first = next - row.payload();
                int most = Math.min(payloadBytes, row.end() - next);
                boolean inside = next < packetEnd;
                int length = inside ? Math.min(most, packetEnd - next) : most;
                String name = length == 1
                        ? "payload byte " + first
                        : "payload bytes " + first + " to " + (first + length - 1);
                bytes(length, name, inside ? SampleField.Kind.TEXT : SampleField.Kind.NONE);
            }
        }

        private void upTo(int end, String name, SampleField.Kind kind) {
            bytes(end - next, name, kind);
        }

        private void bytes(int count, String name, SampleField.Kind kind) {
            int length = Math.min(count, row.end() - next);
            if (length <= 0) {
                return;
            }
            String own = name;
            for (int i = 2; !names.add(own); i++) {
                own = name + ", " + i;
            }
            fields.add(new SampleField(packet, own, next, length, kind));
            next += length;
        }
    }
}
