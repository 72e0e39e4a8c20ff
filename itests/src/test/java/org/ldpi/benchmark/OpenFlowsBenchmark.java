package org.ldpi.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.flow.FlowTables;
import org.ldpi.quantizer.RobustQuantizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of a packet that grows an open head, decoding and quantizing included, with few and with many flows open, handed
 * to the table one by one as live captures do or together as those of files are. Heads are long, so that none closes
 * while it is measured. With huge pages, as the controller's own script has the JVM use them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 15)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx4g", "-XX:+UseTransparentHugePages"})
public class OpenFlowsBenchmark {
    private static final SampleShape LONG_HEADS = new SampleShape(32, 20);
    private static final int PACKETS = 300_000;
    // Has no divisor in common with the numbers of flows: they come round in an order that no cache can foresee.
    private static final int STRIDE = 7_919;

    @Param({"10000", "1000000"})
    int flows;

    @Param({"1", "32"})
    int together;

    private CapturedPacket[] packets;
    private FlowTable table;

    @Setup
    public void create() {
        packets = new CapturedPacket[together];
        Arrays.setAll(packets, i -> SamplePackets.udp(100));
        table = new FlowTables()
                .create(
                        new FlowTableOptions(LONG_HEADS, Direction.ONE_WAY, Duration.ofDays(1), flows),
                        new RobustQuantizer(),
                        head -> {});
    }

    /** Opens all flows, with one packet each. */
    @Setup(Level.Invocation)
    public void open() {
        table.closeAll();
        for (int i = 0; i < flows; i++) {
            SamplePackets.flow(packets[0], i);
            table.onPacket(packets[0]);
        }
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int grow() {
        int number = 0;
        for (int i = 0; i < PACKETS; i += together) {
            for (CapturedPacket packet : packets) {
                number = (number + STRIDE) % flows;
                SamplePackets.flow(packet, number);
            }
            if (together == 1) {
                table.onPacket(packets[0]);
            } else {
                table.onPackets(packets, together);
            }
        }
        if (table.counters().open() != flows) {
            throw new IllegalStateException(table.counters().open() + " flows are open");
        }
        return number;
    }
}
