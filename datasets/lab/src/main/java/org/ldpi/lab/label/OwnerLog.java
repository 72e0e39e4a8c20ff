package org.ldpi.lab.label;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.ldpi.lab.pcap.EthernetFrame;
import org.ldpi.lab.pcap.FiveTuple;
import org.ldpi.lab.pcap.IpPacket;
import org.ldpi.lab.pcap.PcapFile;

/**
 * Which group sent packets of which 5-tuple, as the kernels of the client namespaces reported it through the netfilter
 * log, frame by frame as they left the interface. This ties a flow to the process that made it, also where an attacker and a normal program share host, server and
 * port. Not thread-safe.
 */
public final class OwnerLog {
    // Attributes of linux/netfilter/nfnetlink_log.h.
    private static final int NFULA_PAYLOAD = 9;
    private static final int NFULA_GID = 14;
    private static final int MESSAGE_HEADER = 4;
    private static final int ATTRIBUTE_HEADER = 4;

    private final Map<FiveTuple, Map<Integer, Long>> groups = new HashMap<>();

    /**
     * Adds what one host's log holds.
     *
     * @param file a capture of link type NFLOG
     * @return number of packets read
     * @throws IOException if the file cannot be read or is of another link type
     */
    public long add(Path file) throws IOException {
        long packets = 0;
        try (PcapFile.Reader reader = new PcapFile.Reader(file)) {
            if (reader.linkType() != PcapFile.NFLOG) {
                throw new IOException(file + ": no netfilter log: link type " + reader.linkType());
            }
            for (PcapFile.Packet packet = reader.next(); packet != null; packet = reader.next()) {
                packets++;
                message(packet.bytes(), packet.nanos());
            }
        }
        return packets;
    }

    /**
     * Adds one sender.
     *
     * @param tuple 5-tuple of a packet as it left its host
     * @param group group id of the process that sent it
     * @param nanos when it was reported, ns since the epoch
     */
    public void add(FiveTuple tuple, int group, long nanos) {
        groups.computeIfAbsent(tuple, k -> new HashMap<>()).merge(group, nanos, Math::min);
    }

    private void message(byte[] bytes, long nanos) {
        ByteBuffer native16 = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int group = -1;
        IpPacket packet = null;
        int at = MESSAGE_HEADER;
        while (at + ATTRIBUTE_HEADER <= bytes.length) {
            int length = native16.getShort(at) & 0xffff;
            int type = native16.getShort(at + 2) & 0x7fff;
            if (length < ATTRIBUTE_HEADER || at + length > bytes.length) {
                break;
            }
            if (type == NFULA_GID && length >= ATTRIBUTE_HEADER + 4) {
                // Sent in network order, unlike the attribute's header.
                group = ByteBuffer.wrap(bytes).getInt(at + ATTRIBUTE_HEADER);
            } else if (type == NFULA_PAYLOAD) {
                packet = EthernetFrame.ip(Arrays.copyOfRange(bytes, at + ATTRIBUTE_HEADER, at + length));
            }
            at += (length + 3) & ~3;
        }
        if (group >= 0 && packet != null) {
            add(packet.tuple(), group, nanos);
        }
    }

    /** Groups that sent packets of a 5-tuple, each with the time the first one was reported. */
    Map<Integer, Long> senders(FiveTuple tuple) {
        return groups.getOrDefault(tuple, Map.of());
    }
}
