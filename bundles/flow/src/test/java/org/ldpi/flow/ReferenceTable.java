package org.ldpi.flow;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;

/** The rules of a flow table in the plainest form, without bound and speed, to compare with. */
final class ReferenceTable {
    private static final class State {
        String key;
        int packets;
        long start;
        long seen;
        boolean open = true;
        boolean ended;
    }

    private final Direction direction;
    private final PacketDecoder decoder = new PacketDecoder(60, Set.of(), 1);
    private final Map<String, State> flows = new HashMap<>();
    private final List<String> heads = new ArrayList<>();
    private long now;

    ReferenceTable(Direction direction) {
        this.direction = direction;
    }

    static String describe(String key, int packets, long start, CloseReason reason) {
        return key + " " + packets + " " + start + " " + reason;
    }

    void take(PacketBuilder packet) {
        CapturedPacket captured = packet.packet();
        IpPacket ip = new IpPacket();
        if (decoder.decode(captured, ip, 0) != null) {
            return;
        }
        now = captured.timestampNanos();
        String from = endpoint(ip, true);
        String to = endpoint(ip, false);
        String protocol = ip.protocol() == 6 ? " TCP" : " UDP";
        boolean turn = direction == Direction.TWO_WAY && from.compareTo(to) > 0;
        String id = (turn ? to + from : from + to) + protocol;

        State flow = flows.get(id);
        if (flow != null && now - flow.seen > Heads.TIMEOUT.toNanos()) {
            close(flow, CloseReason.TIMEOUT);
            flow = null;
        }
        boolean syn = (ip.tcpFlags() & IpPacket.SYN) != 0
                && (direction == Direction.ONE_WAY || (ip.tcpFlags() & IpPacket.ACK) == 0);
        if (flow == null || (!flow.open && flow.ended && syn)) {
            flow = new State();
            flow.key = from + " > " + to + protocol;
            flow.start = now;
            flows.put(id, flow);
        }
        flow.seen = now;
        boolean rst = (ip.tcpFlags() & IpPacket.RST) != 0;
        boolean fin = (ip.tcpFlags() & IpPacket.FIN) != 0;
        if (flow.open) {
            flow.packets++;
            if (rst || fin) {
                close(flow, rst ? CloseReason.RST : CloseReason.FIN);
            } else if (flow.packets == 4) {
                close(flow, CloseReason.FULL);
            }
        }
        flow.ended |= rst || fin;
    }

    String end() {
        for (State flow : flows.values()) {
            close(flow, now - flow.seen > Heads.TIMEOUT.toNanos() ? CloseReason.TIMEOUT : CloseReason.SHUTDOWN);
        }
        Collections.sort(heads);
        return String.join("\n", heads);
    }

    private void close(State flow, CloseReason reason) {
        if (flow.open) {
            flow.open = false;
            heads.add(describe(flow.key, flow.packets, flow.start, reason));
        }
    }

    private static String endpoint(IpPacket ip, boolean source) {
        int length = ip.version() == 4 ? 4 : 16;
        byte[] address = new byte[length];
        int first = ip.version() == 4 ? 12 : 8;
        ip.buffer().get(ip.ipOffset() + first + (source ? 0 : length), address);
        int port = source ? ip.sourcePort() : ip.destinationPort();
        try {
            String host = InetAddress.getByAddress(address).getHostAddress();
            return ip.version() == 4 ? host + ":" + port : "[" + host + "]:" + port;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
