package org.ldpi.benchmark;

import java.time.Duration;
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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time and garbage of a packet, decoding included, in a table with many flows: one of a flow that is decided already,
 * which is what most packets are; and one that begins a flow in a full table, so that another one has to go.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FlowTableBenchmark {
    private static final int PAYLOAD = 100;
    // Odd, so that the flows come round in an order that no cache can foresee.
    private static final int STRIDE = 514_229;

    /** A table and how many flows are in it. */
    @State(Scope.Thread)
    public static class Flows {
        @Param({"10000", "1000000"})
        int flows;

        private final CapturedPacket packet = SamplePackets.udp(PAYLOAD);
        private FlowTable table;
        private int number;

        @Setup(Level.Iteration)
        public void fill() {
            if (table != null) {
                return;
            }
            table = new FlowTables()
                    .create(
                            new FlowTableOptions(SampleShape.DEFAULT, Direction.ONE_WAY, Duration.ofDays(1), flows),
                            new RobustQuantizer(),
                            head -> {});
            for (int i = 0; i < flows; i++) {
                SamplePackets.flow(packet, i);
                for (int k = 0; k < SampleShape.DEFAULT.packets(); k++) {
                    table.onPacket(packet);
                }
            }
        }
    }

    /** A packet of a decided flow. */
    @Benchmark
    public void decided(Flows state) {
        state.number = (state.number + STRIDE) % state.flows;
        SamplePackets.flow(state.packet, state.number);
        state.table.onPacket(state.packet);
    }

    /** The first packet of a flow, in a table that is full. */
    @Benchmark
    public void first(Flows state) {
        state.number = (state.number + 1) & 0xFF_FFFF;
        SamplePackets.flow(state.packet, state.number);
        state.table.onPacket(state.packet);
    }
}
