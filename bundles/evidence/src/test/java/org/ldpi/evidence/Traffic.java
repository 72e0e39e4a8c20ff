package org.ldpi.evidence;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

/** Verdicts of a made-up network: clients 10.0.0.1 and up, servers 10.0.1.1 to .4 with http, ssh and dns. */
final class Traffic {
    static final int TCP = 6;
    static final int UDP = 17;
    static final double SECOND = 1e9;
    static final double THRESHOLD = 9;

    private static final int[] PORTS = {80, 22, 53};
    private static final long START = 1_770_091_506_000_000_000L;

    private final Evidence evidence;
    private final Random random;
    private long nanos = START;
    private long sequence;

    Traffic(Evidence evidence, long seed) {
        this.evidence = evidence;
        this.random = new Random(seed);
    }

    static InetAddress host(int net, int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) net, (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static InetAddress client(int number) {
        return host(0, number);
    }

    static InetAddress server(int number) {
        return host(1, number);
    }

    void pass(double seconds) {
        nanos += (long) (seconds * SECOND);
    }

    int ephemeral() {
        return 32_768 + random.nextInt(28_000);
    }

    void head(
            InetAddress from,
            int fromPort,
            InetAddress to,
            int toPort,
            int protocol,
            int packets,
            CloseReason close,
            double score) {
        head(from, fromPort, to, toPort, protocol, packets, close, score, new byte[SampleShape.DEFAULT.size()]);
    }

    /** One ICMP packet, as IPv4 has it in a sample. */
    void icmp(InetAddress from, InetAddress to, int type) {
        byte[] sample = new byte[SampleShape.DEFAULT.size()];
        sample[0] = 0x45;
        sample[12] = (byte) type;
        head(from, 0, to, 0, 1, 1, CloseReason.TIMEOUT, 0.1, sample);
    }

    private void head(
            InetAddress from,
            int fromPort,
            InetAddress to,
            int toPort,
            int protocol,
            int packets,
            CloseReason close,
            double score,
            byte[] sample) {
        Flow flow = new Flow(
                new FlowKey(from, fromPort, to, toPort, protocol, 0),
                "",
                "",
                packets,
                nanos,
                nanos,
                close,
                "veth0",
                SampleShape.DEFAULT,
                sample);
        evidence.onVerdict(new Verdict(
                ++sequence,
                flow,
                (float) score,
                0,
                score > THRESHOLD,
                new Threshold("max", THRESHOLD, 9, ""),
                new ModelId("m", "1"),
                ""));
    }

    /** A question and its answer; now and then one that nobody answers. */
    void normal(int clients) {
        InetAddress client = client(1 + random.nextInt(clients));
        InetAddress server = server(1 + random.nextInt(4));
        int port = PORTS[random.nextInt(PORTS.length)];
        int own = ephemeral();
        double score = random.nextDouble() * random.nextDouble() + port / 100.0;
        if (random.nextInt(40) == 0) {
            head(client, own, server, 9_090, TCP, 1, CloseReason.TIMEOUT, score);
        } else if (port == 53) {
            head(client, own, server, port, UDP, 1, CloseReason.TIMEOUT, score);
            head(server, port, client, own, UDP, 1, CloseReason.TIMEOUT, score);
        } else {
            head(client, own, server, port, TCP, 4, CloseReason.FULL, score);
            head(server, port, client, own, TCP, 4, CloseReason.FULL, score);
        }
        pass(random.nextDouble() * 0.5);
    }

    void normal(int clients, int flows) {
        for (int i = 0; i < flows; i++) {
            normal(clients);
        }
    }
}
