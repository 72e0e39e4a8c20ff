package org.ldpi.training.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.PacketHandler;

/**
 * Real packets, mixed and repeated with other addresses: a capture as large as a benchmark wants from ones that are small.
 *
 * <p>The captures follow one another; or, interleaved, the packets of each are spread evenly over one round of all of
 * them, so that hardly two packets in a row are of one flow, which is the worst case for caches. In each round the second octet of IPv4 addresses, and the fourth of IPv6 ones, are
 * another permutation of themselves (the number of the round is added by exclusive or), which makes the flows of each
 * round new ones. Time goes forward by the same step from packet to packet. The same captures give the same mix. Not
 * thread-safe.
 */
public final class TrafficMix {
    private static final int MAX_ROUNDS = 256;
    private static final long MAX_BYTES = 1L << 30;

    private static final int ETHERNET_HEADER = 14;
    private static final int ETHER_TYPE = 12;
    private static final int ETHER_TYPE_IPV4 = 0x0800;
    private static final int ETHER_TYPE_IPV6 = 0x86DD;
    private static final int[] IPV4_OCTETS = {ETHERNET_HEADER + 13, ETHERNET_HEADER + 17};
    private static final int[] IPV6_OCTETS = {ETHERNET_HEADER + 11, ETHERNET_HEADER + 27};

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** 2026-01-01T00:00Z. */
    private static final long START_SECONDS = 1_767_225_600L;

    private final CaptureProvider captures;
    private final int packetsPerCapture;
    private final int stepNanos;
    private final boolean interleaved;

    private final List<List<byte[]>> sources = new ArrayList<>();
    private final List<int[]> lengths = new ArrayList<>();
    private long bytes;

    /**
     * An empty mix.
     *
     * @param packetsPerCapture the most packets to take of one capture, its first ones, at least 1
     * @param stepNanos time from packet to packet, ns, at least 1
     */
    public TrafficMix(CaptureProvider captures, int packetsPerCapture, int stepNanos, boolean interleaved) {
        this.captures = captures;
        this.packetsPerCapture = packetsPerCapture;
        this.stepNanos = stepNanos;
        this.interleaved = interleaved;
    }

    /**
     * Adds the first Ethernet packets of a capture; one of another link type adds none.
     *
     * @throws CaptureException when it cannot be opened; of one that breaks, what comes before is taken
     * @throws IOException when the captures together have more than 1 GiB
     */
    public void add(Path capture) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        List<Integer> originals = new ArrayList<>();
        PacketHandler taker = packet -> {
            if (packet.linkType() == LinkType.ETHERNET && packets.size() < packetsPerCapture) {
                packets.add(copy(packet));
                originals.add(packet.originalLength());
            }
        };
        try (Capture opened = captures.open(CaptureRequest.of(capture.toString()))) {
            while (packets.size() < packetsPerCapture && opened.poll(taker, packetsPerCapture) != Capture.END) {
                // All of it is done by the condition.
            }
        }
        if (bytes > MAX_BYTES) {
            throw new IOException(
                    capture + ": the captures up to here have more than 1 GiB, mix fewer packets of each");
        }
        if (!packets.isEmpty()) {
            sources.add(packets);
            lengths.add(originals.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private byte[] copy(CapturedPacket packet) {
        byte[] copy = new byte[packet.capturedLength()];
        ByteBuffer buffer = packet.buffer();
        buffer.get(packet.offset(), copy);
        bytes += copy.length;
        return copy;
    }

    /** Packets of one round. */
    public long packetsPerRound() {
        return sources.stream().mapToLong(List::size).sum();
    }

    /**
     * Writes a mix as a pcap file with nanoseconds.
     *
     * @param packets how many
     * @throws IOException when it cannot be written, or would take more than 256 rounds
     */
    public void write(Path file, long packets) throws IOException {
        long perRound = packetsPerRound();
        if (perRound == 0 || packets > perRound * MAX_ROUNDS) {
            throw new IOException(file + ": " + packets + " packets need more than " + MAX_ROUNDS + " rounds of the "
                    + perRound + " Ethernet packets that there are");
        }
        int[] order = order();
        try (PcapWriter out = new PcapWriter(file)) {
            int[] next = new int[sources.size()];
            for (long i = 0; i < packets; i++) {
                int within = (int) (i % perRound);
                if (within == 0) {
                    Arrays.fill(next, 0);
                }
                int source = order[within];
                int number = next[source]++;
                writePacket(out, sources.get(source).get(number), lengths.get(source)[number], i, (int) (i / perRound));
            }
        }
    }

    /** The source of each packet of a round; where they are interleaved the k-th of n comes at (k + 1/2) / n of it. */
    private int[] order() {
        if (!interleaved) {
            return IntStream.range(0, sources.size())
                    .flatMap(source -> IntStream.generate(() -> source)
                            .limit(sources.get(source).size()))
                    .toArray();
        }
        record Next(double at, int source, int number) {}
        PriorityQueue<Next> queue = new PriorityQueue<>(
                (a, b) -> a.at() == b.at() ? Integer.compare(a.source(), b.source()) : Double.compare(a.at(), b.at()));
        for (int source = 0; source < sources.size(); source++) {
            queue.add(new Next(0.5 / sources.get(source).size(), source, 0));
        }
        int[] order = new int[(int) packetsPerRound()];
        for (int i = 0; i < order.length; i++) {
            Next first = queue.remove();
            order[i] = first.source();
            int size = sources.get(first.source()).size();
            int number = first.number() + 1;
            if (number < size) {
                queue.add(new Next((number + 0.5) / size, first.source(), number));
            }
        }
        return order;
    }

    private void writePacket(PcapWriter out, byte[] packet, int originalLength, long number, int round)
            throws IOException {
        int[] octets = octets(packet);
        readdress(packet, octets, round);
        out.write(START_SECONDS * NANOS_PER_SECOND + number * stepNanos, packet, originalLength);
        readdress(packet, octets, round);
    }

    private static int[] octets(byte[] packet) {
        if (packet.length < ETHERNET_HEADER) {
            return new int[0];
        }
        int type = Byte.toUnsignedInt(packet[ETHER_TYPE]) << 8 | Byte.toUnsignedInt(packet[ETHER_TYPE + 1]);
        return switch (type) {
            case ETHER_TYPE_IPV4 -> IPV4_OCTETS;
            case ETHER_TYPE_IPV6 -> IPV6_OCTETS;
            default -> new int[0];
        };
    }

    /** Twice with the same round gives back what was. */
    private static void readdress(byte[] packet, int[] octets, int round) {
        for (int octet : octets) {
            if (octet < packet.length) {
                packet[octet] ^= (byte) round;
            }
        }
    }
}
