package org.ldpi.api.flow;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.quantizer.SampleShape;

/**
 * A closed flow head as an immutable value.
 *
 * @param sourceMac {@code aa:bb:cc:dd:ee:ff}; all zero where the link layer has no addresses
 * @param destinationMac likewise
 * @param packets packets in the head, 1 to n
 * @param startNanos capture time of the first packet, ns since the epoch
 * @param endNanos capture time of the last packet of the head, ns since the epoch
 * @param capture the file or interface it was seen on
 * @param sample n x l unsigned bytes; shared, do not change
 * @param outer the ends of the tunnel that it came through, empty for none
 * @param keptAt where the {@link PacketStore} has or had its last packet; {@link PacketStore#NOWHERE} where none was kept
 */
@SuppressWarnings("ArrayRecordComponent") // equality by bytes is defined below
public record Flow(
        FlowKey key,
        String sourceMac,
        String destinationMac,
        int packets,
        long startNanos,
        long endNanos,
        CloseReason close,
        String capture,
        SampleShape shape,
        byte[] sample,
        Optional<OuterAddresses> outer,
        long keptAt) {
    private static final HexFormat MAC = HexFormat.ofDelimiter(":");

    /** A flow of which no packet was kept. */
    public Flow(
            FlowKey key,
            String sourceMac,
            String destinationMac,
            int packets,
            long startNanos,
            long endNanos,
            CloseReason close,
            String capture,
            SampleShape shape,
            byte[] sample,
            Optional<OuterAddresses> outer) {
        this(
                key,
                sourceMac,
                destinationMac,
                packets,
                startNanos,
                endNanos,
                close,
                capture,
                shape,
                sample,
                outer,
                PacketStore.NOWHERE);
    }

    /** A flow that came through no tunnel, and of which no packet was kept. */
    public Flow(
            FlowKey key,
            String sourceMac,
            String destinationMac,
            int packets,
            long startNanos,
            long endNanos,
            CloseReason close,
            String capture,
            SampleShape shape,
            byte[] sample) {
        this(
                key,
                sourceMac,
                destinationMac,
                packets,
                startNanos,
                endNanos,
                close,
                capture,
                shape,
                sample,
                Optional.empty());
    }

    /** The value of a head, independent of it. */
    public static Flow of(FlowHead head) {
        FlowKey key = new FlowKey(
                address(head.sourceAddress(), head.addressLength()),
                head.sourcePort(),
                address(head.destinationAddress(), head.addressLength()),
                head.destinationPort(),
                head.protocol(),
                head.vlan());
        return new Flow(
                key,
                MAC.formatHex(head.sourceMac()),
                MAC.formatHex(head.destinationMac()),
                head.packets(),
                head.startNanos(),
                head.endNanos(),
                head.close(),
                head.capture(),
                head.shape(),
                head.sample().clone(),
                outer(head),
                head.keptAt());
    }

    private static Optional<OuterAddresses> outer(FlowHead head) {
        int length = head.outerAddressLength();
        if (length == 0) {
            return Optional.empty();
        }
        byte[] both = head.outerAddresses();
        return Optional.of(new OuterAddresses(
                address(both, length), address(Arrays.copyOfRange(both, length, 2 * length), length)));
    }

    /** Capture time of the last packet of the head. */
    public Instant end() {
        long second = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(Math.floorDiv(endNanos, second), Math.floorMod(endNanos, second));
    }

    private static InetAddress address(byte[] bytes, int length) {
        try {
            return InetAddress.getByAddress(Arrays.copyOf(bytes, length));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + length + " bytes", e);
        }
    }

    /** Equal by all components but {@link #keptAt}, the sample by its bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Flow f
                && key.equals(f.key)
                && sourceMac.equals(f.sourceMac)
                && destinationMac.equals(f.destinationMac)
                && packets == f.packets
                && startNanos == f.startNanos
                && endNanos == f.endNanos
                && close == f.close
                && capture.equals(f.capture)
                && shape.equals(f.shape)
                && outer.equals(f.outer)
                && Arrays.equals(sample, f.sample);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Long.hashCode(startNanos);
    }

    @Override
    public String toString() {
        return "Flow[" + key + ", " + packets + " packets, " + close + "]";
    }
}
