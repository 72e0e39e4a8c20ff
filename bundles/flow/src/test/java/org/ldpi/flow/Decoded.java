package org.ldpi.flow;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.packet.Tunnel;

/** What a decoder makes of packets. */
final class Decoded {
    private final PacketDecoder decoder;
    private final IpPacket ip = new IpPacket();

    Decoded(Set<Tunnel> tunnels) {
        decoder = new PacketDecoder(60, tunnels, 1);
    }

    static Decoded withTunnels() {
        return new Decoded(EnumSet.allOf(Tunnel.class));
    }

    /** One line for a decoded packet, or the reason why it was skipped. */
    static String of(PacketBuilder packet) {
        return withTunnels().next(packet);
    }

    String next(PacketBuilder packet) {
        return next(packet, 0);
    }

    String next(PacketBuilder packet, long nowNanos) {
        SkipReason skip = decoder.decode(packet.packet(), ip, nowNanos);
        return skip != null ? skip.name() : describe();
    }

    /** {@code v4 10.0.0.1:5000 > 10.0.0.2:53 p17 18 bytes}; behind it MAC addresses and VLAN where there are any. */
    private String describe() {
        String macs = ip.sourceMacOffset() == IpPacket.NO_LINK_ADDRESS
                ? ""
                : " mac " + mac(ip.sourceMacOffset())
                        + (ip.destinationMacOffset() == IpPacket.NO_LINK_ADDRESS
                                ? ""
                                : " > " + mac(ip.destinationMacOffset()));
        return "v" + ip.version() + " " + ip.sourcePort() + " > " + ip.destinationPort() + " p" + ip.protocol() + " "
                + (ip.ipEnd() - ip.transportOffset()) + " bytes" + macs + (ip.vlan() == 0 ? "" : " vlan " + ip.vlan());
    }

    private String mac(int offset) {
        byte[] mac = new byte[6];
        ByteBuffer buffer = ip.linkBuffer();
        buffer.get(offset, mac);
        return HexFormat.of().formatHex(mac);
    }

    IpPacket ip() {
        return ip;
    }
}
