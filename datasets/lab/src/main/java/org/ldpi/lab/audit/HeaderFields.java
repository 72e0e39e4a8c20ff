package org.ldpi.lab.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ldpi.lab.pcap.EthernetFrame;
import org.ldpi.lab.pcap.FiveTuple;

/** Single header fields of a flow's first packet, as far as they could give a label away without the behaviour. */
final class HeaderFields {
    private static final int TCP = 6;

    private HeaderFields() {}

    /**
     * Reads the fields.
     *
     * @param frame an Ethernet frame that holds an IP packet
     * @param tuple the packet's 5-tuple
     * @param length length of the frame on the wire
     * @return values by field name
     */
    static Map<String, Double> of(byte[] frame, FiveTuple tuple, int length) {
        Map<String, Double> fields = new LinkedHashMap<>();
        int ip = EthernetFrame.ipOffset(frame);
        int macs = EthernetFrame.inner(frame);
        boolean v4 = frame[ip] >> 4 == 4;
        fields.put("ttl", (double) u8(frame, ip + (v4 ? 8 : 7)));
        if (v4) {
            fields.put("ip id", (double) u16(frame, ip + 4));
        }
        fields.put("ip version", v4 ? 4.0 : 6.0);
        fields.put("first length", (double) length);
        fields.put("source mac", mac(frame, macs + 6));
        fields.put("destination mac", mac(frame, macs));
        fields.put("source port", (double) tuple.sourcePort());
        fields.put("destination port", (double) tuple.destinationPort());
        int tcp = ip + (v4 ? (frame[ip] & 15) * 4 : 40);
        if (tuple.protocol() == TCP && tcp + 16 <= frame.length) {
            fields.put("tcp window", (double) u16(frame, tcp + 14));
        }
        return fields;
    }

    private static double mac(byte[] frame, int offset) {
        double value = 0;
        for (int i = 0; i < 6; i++) {
            value = value * 256 + u8(frame, offset + i);
        }
        return value;
    }

    private static int u8(byte[] bytes, int offset) {
        return offset < bytes.length ? bytes[offset] & 0xff : 0;
    }

    private static int u16(byte[] bytes, int offset) {
        return u8(bytes, offset) << 8 | u8(bytes, offset + 1);
    }
}
