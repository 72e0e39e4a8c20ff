package org.ldpi.flow;

import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.Tunnel;
import org.ldpi.benchmark.SamplePackets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time to decode a packet of the sample, from the link layer to the ports. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
    private final CapturedPacket[] packets = SamplePackets.read().packets();
    private final PacketDecoder decoder = new PacketDecoder(60, EnumSet.allOf(Tunnel.class), 1);
    private final IpPacket ip = new IpPacket();
    private int next;

    @Benchmark
    public Object decode() {
        next = next + 1 == packets.length ? 0 : next + 1;
        CapturedPacket packet = packets[next];
        return decoder.decode(packet, ip, packet.timestampNanos());
    }
}
