package org.ldpi.benchmark;

import java.util.concurrent.TimeUnit;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.capture.FileCaptureProvider;
import org.ldpi.flow.FlowTables;
import org.ldpi.quantizer.RobustQuantizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time and garbage of a packet all the way from the sample's capture files to samples. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PacketPathBenchmark {
    /** What the sample's test day has; checked, so that the time is that of one packet. */
    static final int PACKETS = 68_420;

    private final FlowTable table =
            new FlowTables().create(FlowTableOptions.DEFAULT, new RobustQuantizer(), head -> {});

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long fileToSamples() throws CaptureException {
        long packets = 0;
        try (Capture capture = new FileCaptureProvider().open(CaptureRequest.of(SamplePackets.CAPTURE.toString()))) {
            for (int count = 0; count != Capture.END; count = capture.poll(table, 1 << 16)) {
                packets += count;
            }
        }
        table.closeAll();
        if (packets != PACKETS) {
            throw new IllegalStateException("the sample has " + packets + " packets");
        }
        return packets;
    }
}
