package org.ldpi.training.learn;

import java.util.random.RandomGenerator;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

/**
 * What another port means. A known protocol on another port is normal: servers are moved. A mere attempt to connect
 * where nobody serves is not, and so is a datagram. Immutable, thread-safe.
 */
final class ServicePorts {
    private static final int PORTS = 32_768;

    private final SampleShape shape;

    ServicePorts(SampleShape shape) {
        this.shape = shape;
    }

    /** An attempt at another port; the flow itself where it is none. */
    byte[] otherService(byte[] sample, RandomGenerator random) {
        PacketRow first = PacketRow.of(sample, 0, shape.bytes());
        return first.protocol() == PacketRow.UDP || attempt(sample, first) ? withPort(sample, random) : sample;
    }

    /** The same conversation at another port; the flow itself where it is an attempt only. */
    byte[] moved(byte[] sample, RandomGenerator random) {
        PacketRow first = PacketRow.of(sample, 0, shape.bytes());
        return first.protocol() == PacketRow.TCP && !attempt(sample, first) ? withPort(sample, random) : sample;
    }

    /** A flow made of another one, with the ports of that one where a port says nothing of what is normal. */
    byte[] withPortsOf(byte[] sample, byte[] made) {
        PacketRow first = PacketRow.of(sample, 0, shape.bytes());
        if (first.protocol() != PacketRow.TCP || attempt(sample, first)) {
            return made;
        }
        byte[] out = made.clone();
        for (int start = 0; start < sample.length && sample[start] != 0; start += shape.bytes()) {
            PacketRow row = PacketRow.of(sample, start, shape.bytes());
            for (int at = row.transport(); at < Math.min(row.transport() + 4, row.end()); at++) {
                out[at] = sample[at];
            }
        }
        return out;
    }

    /** Whether it is a SYN that nothing but its like follows, or the refusal of one. */
    private boolean attempt(byte[] sample, PacketRow first) {
        int flags = first.flags(sample);
        if (first.protocol() != PacketRow.TCP) {
            return false;
        }
        if ((flags & PacketRow.RST) != 0) {
            return true;
        }
        if ((flags & (PacketRow.SYN | PacketRow.ACK)) != PacketRow.SYN) {
            return false;
        }
        for (int row = 0; row < shape.packets(); row++) {
            PacketRow packet = PacketRow.of(sample, row * shape.bytes(), shape.bytes());
            if (sample[packet.start()] != 0 && packet.payloadLength(sample) > 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] withPort(byte[] sample, RandomGenerator random) {
        byte[] out = sample.clone();
        PacketRow first = PacketRow.of(sample, 0, shape.bytes());
        int source = first.word(sample, first.transport());
        boolean ofSource = source != 0;
        int port = 1 + random.nextInt(PORTS >> random.nextInt(6));
        for (int row = 0; row < shape.packets(); row++) {
            PacketRow packet = PacketRow.of(out, row * shape.bytes(), shape.bytes());
            if (out[packet.start()] != 0) {
                packet.word(out, packet.transport() + (ofSource ? 0 : 2), Math.min(port, PORTS - 1));
            }
        }
        return out;
    }
}
