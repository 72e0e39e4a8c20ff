package org.ldpi.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A capture file in the making: Ethernet, IPv4, TCP and UDP, one packet after the other. */
public final class TestCapture {
    public static final int SYN = 0x02;
    public static final int ACK = 0x10;
    public static final int FIN = 0x01;
    public static final int RST = 0x04;

    private static final int MAGIC_NANOS = 0xA1B23C4D;
    private static final int ETHERNET_IPV4 = 14 + 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nanos;

    public TestCapture(long startNanos) {
        nanos = startNanos;
        ByteBuffer header = little(24).putInt(MAGIC_NANOS).putShort((short) 2).putShort((short) 4);
        put(header.putInt(16, 65535).putInt(20, 1));
    }

    /** Lets time pass. */
    public TestCapture after(long pause) {
        nanos += pause;
        return this;
    }

    public TestCapture tcp(
            String source, int sourcePort, String destination, int destinationPort, int flags, byte... data) {
        ByteBuffer packet = packet(source, destination, 6, 20 + data.length);
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        packet.putInt(1000).putInt(flags == SYN ? 0 : 2000);
        packet.put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 64240)
                .putInt(0)
                .put(data);
        return record(packet);
    }

    public TestCapture udp(String source, int sourcePort, String destination, int destinationPort, byte... data) {
        ByteBuffer packet = packet(source, destination, 17, 8 + data.length);
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        packet.putShort((short) (8 + data.length)).putShort((short) 0).put(data);
        return record(packet);
    }

    /** A frame that is not IP. */
    public TestCapture arp() {
        return record(ByteBuffer.allocate(42)
                .put(12, (byte) 0x08)
                .put(13, (byte) 0x06)
                .position(42));
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    public Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes());
    }

    private static ByteBuffer packet(String source, String destination, int protocol, int payload) {
        ByteBuffer packet = ByteBuffer.allocate(ETHERNET_IPV4 + payload);
        packet.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0});
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload)).putInt(0);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
        return packet.put(address(source)).put(address(destination));
    }

    private static byte[] address(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return address;
    }

    private TestCapture record(ByteBuffer packet) {
        ByteBuffer header = little(16);
        header.putInt((int) (nanos / 1_000_000_000L)).putInt((int) (nanos % 1_000_000_000L));
        put(header.putInt(packet.position()).putInt(packet.position()));
        put(packet);
        nanos += 1_000_000;
        return this;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(ByteBuffer buffer) {
        bytes.write(buffer.array(), buffer.arrayOffset(), buffer.capacity());
    }
}
