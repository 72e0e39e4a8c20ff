package org.ldpi.flow;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.Tunnel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.benchmark.SamplePackets;
import org.ldpi.quantizer.ClassicQuantizer;
import org.ldpi.quantizer.RobustQuantizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time to make a row of 60 bytes of a decoded packet of the sample. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class QuantizerBenchmark {
    private static final int ROW = 60;

    @Param({Quantizer.CLASSIC, Quantizer.ROBUST})
    private String profile;

    private final List<IpPacket> packets = new ArrayList<>();
    private final byte[] row = new byte[ROW];
    private Quantizer quantizer;
    private int next;

    @Setup
    public void decode() {
        quantizer = profile.equals(Quantizer.CLASSIC) ? new ClassicQuantizer() : new RobustQuantizer();
        PacketDecoder decoder = new PacketDecoder(ROW, EnumSet.allOf(Tunnel.class), 1);
        for (CapturedPacket packet : SamplePackets.read().packets()) {
            IpPacket ip = new IpPacket();
            if (decoder.decode(packet, ip, packet.timestampNanos()) == null) {
                packets.add(ip);
            }
        }
    }

    @Benchmark
    public byte[] quantize() {
        next = next + 1 == packets.size() ? 0 : next + 1;
        quantizer.quantize(packets.get(next), row, 0, ROW);
        return row;
    }
}
