package org.ldpi.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.capture.FileCaptureProvider;

/** The packets of the sample's test day, in memory. */
public final class SamplePackets {
    /** The capture. */
    public static final Path CAPTURE = Path.of(System.getProperty("ldpi.root", "."), "datasets/sample/test/pcap");

    private static final int ETHERNET_HEADER = 14;

    private final List<CapturedPacket> packets = new ArrayList<>();

    /** All of them. */
    public static SamplePackets read() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        record Place(int offset, int captured, int original, long nanos) {}
        List<Place> places = new ArrayList<>();
        try (Capture capture = new FileCaptureProvider().open(CaptureRequest.of(CAPTURE.toString()))) {
            int count = 0;
            while (count != Capture.END) {
                count = capture.poll(
                        packet -> {
                            byte[] copy = new byte[packet.capturedLength()];
                            packet.buffer().get(packet.offset(), copy);
                            places.add(new Place(
                                    bytes.size(), copy.length, packet.originalLength(), packet.timestampNanos()));
                            bytes.writeBytes(copy);
                        },
                        1 << 16);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.size()).put(0, bytes.toByteArray());
        SamplePackets sample = new SamplePackets();
        for (Place place : places) {
            sample.packets.add(new CapturedPacket()
                    .wrap(
                            buffer,
                            place.offset(),
                            place.captured(),
                            place.original(),
                            place.nanos(),
                            LinkType.ETHERNET));
        }
        return sample;
    }

    /** In the order of the capture. */
    public CapturedPacket[] packets() {
        return packets.toArray(CapturedPacket[]::new);
    }

    /** An Ethernet frame with an IPv4 packet of UDP, to be changed in place. */
    public static CapturedPacket udp(int payload) {
        int length = ETHERNET_HEADER + 28 + payload;
        ByteBuffer buffer = ByteBuffer.allocateDirect(length);
        buffer.putShort(12, (short) 0x0800);
        buffer.put(14, (byte) 0x45)
                .putShort(16, (short) (28 + payload))
                .put(22, (byte) 64)
                .put(23, (byte) 17);
        buffer.putShort(38, (short) (8 + payload));
        return new CapturedPacket().wrap(buffer, 0, length, length, 0, LinkType.ETHERNET);
    }

    /** Gives a packet of {@link #udp} the addresses and ports of a flow. */
    public static void flow(CapturedPacket udp, int number) {
        udp.buffer().putInt(26, 0x0A00_0000 | number).putInt(30, 0x0B00_0001).putInt(34, 0x3039_0035);
    }
}
