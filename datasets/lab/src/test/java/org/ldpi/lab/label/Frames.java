package org.ldpi.lab.label;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.ldpi.lab.pcap.FiveTuple;

/** IPv4 packets for tests: as much of the headers as labels look at. */
final class Frames {
    private Frames() {}

    /** An IPv4 packet of a 5-tuple with no payload. */
    static byte[] ip(FiveTuple tuple) {
        return ip(tuple, new byte[0]);
    }

    private static byte[] ip(FiveTuple tuple, byte[] payload) {
        boolean ports = tuple.protocol() == 6 || tuple.protocol() == 17;
        ByteBuffer bytes = ByteBuffer.allocate(20 + (ports ? 8 : 0) + payload.length);
        bytes.put((byte) 0x45).put(new byte[8]).put((byte) tuple.protocol()).putShort((short) 0);
        bytes.put(address(tuple.source())).put(address(tuple.destination()));
        if (ports) {
            bytes.putShort((short) tuple.sourcePort()).putShort((short) tuple.destinationPort());
            bytes.putInt(0);
        }
        return bytes.put(payload).array();
    }

    /** An Ethernet frame that holds an IPv4 packet. */
    static byte[] ethernet(byte[] packet) {
        return ByteBuffer.allocate(14 + packet.length)
                .put(new byte[12])
                .putShort((short) 0x0800)
                .put(packet)
                .array();
    }

    /** An ICMP port unreachable message that quotes a packet. */
    static byte[] unreachable(String from, String to, FiveTuple about) {
        byte[] quoted = ip(about);
        ByteBuffer icmp = ByteBuffer.allocate(8 + quoted.length)
                .put((byte) 3)
                .put((byte) 3)
                .putShort((short) 0)
                .putInt(0)
                .put(quoted);
        return ip(new FiveTuple(from, 0, to, 0, 1), icmp.array());
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
