package org.ldpi.flow;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.quantizer.ClassicQuantizer;

/**
 * Runs in a process of its own, with as much memory as it is given, and prints what it sees: one connection attempt each
 * from so many spoofed sources through a flow table of the default size, between two connections of one client.
 */
final class FloodScenario {
    private static final int SOURCE = 14 + Ipv4.SOURCE;
    private static final int PORTS = 14 + 20;
    private static final long MICROSECOND = 1_000L;

    private FloodScenario() {}

    public static void main(String[] arguments) throws IOException {
        long flows = Long.parseLong(arguments[0]);
        long[] heads = new long[1];
        FlowTable table = new FlowTables().create(FlowTableOptions.DEFAULT, new ClassicQuantizer(), head -> heads[0]++);
        connection(table, 0);
        System.out.println("before " + table.counters().closed().get(CloseReason.FULL));

        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] frame = PacketBuilder.tcp(2)
                .ports(1, 80)
                .ipv4("10.0.0.1", "10.9.9.9")
                .ethernet()
                .bytes();
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        CapturedPacket packet = new CapturedPacket();
        SplittableRandom random = new SplittableRandom(1);
        long used = used();
        long allocated = memory.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        for (long i = 1; i <= flows; i++) {
            // A number for each, in the address and the port, so that no two are the same.
            buffer.putInt(SOURCE, (int) i).putShort(PORTS, (short) (random.nextInt() | 1));
            table.onPacket(packet.wrap(buffer, 0, frame.length, frame.length, i * MICROSECOND, LinkType.ETHERNET));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        allocated = memory.getCurrentThreadAllocatedBytes() - allocated;
        FlowCounters flooded = table.counters();
        System.out.println("flooded " + flooded.closed().get(CloseReason.EVICTED) + " evicted, " + flooded.flows()
                + " of " + flooded.maxFlows() + " in the table, " + heads[0] + " heads");
        connection(table, flows * MICROSECOND);
        table.closeAll();
        FlowCounters after = table.counters();
        System.out.println("after " + after.closed().get(CloseReason.FULL) + ", scored " + heads[0] + " of "
                + (flows + 2) + ", " + (after.read() - after.decoded() - after.skippedPackets()) + " unaccounted");
        System.out.printf(
                Locale.ROOT,
                "memory %d bytes allocated a million packets, heap %d MiB, of %d MiB, %d MiB before; resident at most"
                        + " %s; %.2f M new flows/s%n",
                allocated * 1_000_000 / flows,
                used() >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                used >> 20,
                resident(),
                flows / seconds / 1e6);
    }

    private static void connection(FlowTable table, long nanos) {
        for (int i = 0; i < 4; i++) {
            table.onPacket(PacketBuilder.tcp(i == 0 ? 2 : 16)
                    .ports((int) (50_000 + nanos % 97), 443)
                    .ipv4("10.1.1.1", "10.9.9.9")
                    .ethernet()
                    .at(nanos + i)
                    .packet());
        }
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring(6).strip())
                .findFirst()
                .orElse("unknown");
    }
}
