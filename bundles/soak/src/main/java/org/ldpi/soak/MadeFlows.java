package org.ldpi.soak;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a capture (pcap, raw IPv4) of one-way UDP flows of four packets, each flow another source address, at a stated
 * rate, or as fast as it is read. Packets are a fixed time apart, so that capture time passes as at {@value #FLOWS_PER_SECOND} flows a second.
 */
final class MadeFlows {
    /** At this rate capture time passes. */
    static final int FLOWS_PER_SECOND = 10_000;

    static final int PACKETS_PER_FLOW = 4;
    /** So many flows have source addresses of their own, 10.0.0.0 to 10.255.255.255. */
    static final int MOST_FLOWS = 1 << 24;

    private static final int PCAP_NANOS = 0xA1B23C4D;
    private static final int LINKTYPE_RAW = 101;
    private static final int RECORD_HEADER = 16;
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int PAYLOAD = 48;
    private static final int PACKET = IP_HEADER + UDP_HEADER + PAYLOAD;
    private static final int UDP = 17;
    private static final int SOURCE_PORT = 40_000;
    private static final int SERVER = 0x0AFF_FFFE;
    private static final int NETWORK = 10 << 24;
    private static final long START_SECONDS = 1_700_000_000L;
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1) / FLOWS_PER_SECOND / PACKETS_PER_FLOW;

    /** Flows are written so many nanoseconds' worth at a time. */
    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final SplittableRandom random;
    private final int rate;
    private volatile boolean stopping;

    /** @param rate flows a second; 0 for as fast as they are read */
    MadeFlows(long seed, int rate) {
        random = new SplittableRandom(seed);
        this.rate = rate;
    }

    /** The number of a flow by its source address. */
    static int number(byte[] sourceAddress) {
        return ByteBuffer.wrap(sourceAddress).getInt() - NETWORK;
    }

    /** Writes flows until told to stop, or until there are no more addresses. */
    void writeTo(OutputStream out) throws IOException {
        try (OutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
            buffered.write(ByteBuffer.allocate(24)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(PCAP_NANOS)
                    .putShort((short) 2)
                    .putShort((short) 4)
                    .putLong(0)
                    .putInt(1 << 16)
                    .putInt(LINKTYPE_RAW)
                    .array());
            byte[] record = new byte[RECORD_HEADER + PACKET];
            long nanos = TimeUnit.SECONDS.toNanos(START_SECONDS);
            long began = System.nanoTime();
            for (int flow = 0; flow < MOST_FLOWS && !stopping; flow++) {
                await(buffered, began, flow);
                int port = 1024 + random.nextInt(256);
                for (int packet = 0; packet < PACKETS_PER_FLOW; packet++) {
                    fill(record, nanos, flow, port, packet);
                    buffered.write(record);
                    nanos += STEP_NANOS;
                }
            }
        }
    }

    /** Waits until so many flows are due, with all before them written. */
    private void await(OutputStream buffered, long began, int flows) throws IOException {
        if (rate == 0) {
            return;
        }
        long due = began + (long) (flows * (1e9 / rate));
        if (due - System.nanoTime() > 0) {
            buffered.flush();
            while (due - System.nanoTime() > 0 && !stopping) {
                LockSupport.parkNanos(Math.max(TICK_NANOS, due - System.nanoTime()));
            }
        }
    }

    private void fill(byte[] record, long nanos, int flow, int port, int packet) {
        ByteBuffer.wrap(record)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) TimeUnit.NANOSECONDS.toSeconds(nanos))
                .putInt((int) (nanos % TimeUnit.SECONDS.toNanos(1)))
                .putInt(PACKET)
                .putInt(PACKET);
        ByteBuffer ip = ByteBuffer.wrap(record, RECORD_HEADER, PACKET);
        ip.putShort((short) 0x4500).putShort((short) PACKET);
        ip.putShort((short) packet).putShort((short) 0);
        ip.put((byte) 64).put((byte) UDP).putShort((short) 0);
        ip.putInt(NETWORK + flow).putInt(SERVER);
        ip.putShort((short) SOURCE_PORT).putShort((short) port);
        ip.putShort((short) (UDP_HEADER + PAYLOAD)).putShort((short) 0);
        while (ip.hasRemaining()) {
            ip.putLong(random.nextLong());
        }
    }

    void stop() {
        stopping = true;
    }
}
