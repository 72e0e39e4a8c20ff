package org.ldpi.capture.internal.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes pcapng files. */
final class PcapngBytes {
    static final int NAME_RESOLUTION = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    PcapngBytes section(ByteOrder order) {
        return section(order, 1);
    }

    PcapngBytes section(ByteOrder order, int major) {
        this.order = order;
        return block(
                PcapngReader.SECTION_HEADER,
                filled(
                        16,
                        body -> body.putInt(0x1A2B3C4D)
                                .putShort((short) major)
                                .putShort((short) 0)
                                .putLong(-1)));
    }

    PcapngBytes interfaceOf(int linkType, int snapLength, byte[]... options) {
        int length = Arrays.stream(options).mapToInt(option -> option.length).sum();
        return block(1, filled(8 + length, body -> {
            body.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
            Arrays.stream(options).forEach(body::put);
        }));
    }

    /** An option in the byte order of the section, padded. */
    byte[] option(int code, byte... value) {
        return filled(
                4 + padded(value.length),
                option -> option.putShort((short) code)
                        .putShort((short) value.length)
                        .put(value));
    }

    byte[] longOption(int code, long value) {
        return option(code, filled(Long.BYTES, body -> body.putLong(value)));
    }

    PcapngBytes enhanced(int number, long units, int original, byte... packet) {
        return enhancedRaw(number, units, packet.length, original, packet);
    }

    /** An Enhanced Packet Block whose lengths may be lies. */
    PcapngBytes enhancedRaw(int number, long units, int captured, int original, byte... packet) {
        return block(6, filled(20 + packet.length, body -> {
            body.putInt(number).putInt((int) (units >>> 32)).putInt((int) units);
            body.putInt(captured).putInt(original).put(packet);
        }));
    }

    PcapngBytes obsolete(int number, long units, int original, byte... packet) {
        return block(2, filled(20 + packet.length, body -> {
            body.putShort((short) number).putShort((short) 7);
            body.putInt((int) (units >>> 32)).putInt((int) units);
            body.putInt(packet.length).putInt(original).put(packet);
        }));
    }

    PcapngBytes simple(int original, byte... packet) {
        return block(3, filled(4 + packet.length, body -> body.putInt(original).put(packet)));
    }

    PcapngBytes block(int type, byte... body) {
        int length = 12 + padded(body.length);
        return rawBlock(type, length, length, body);
    }

    /** A block whose lengths may be lies. */
    PcapngBytes rawBlock(int type, int length, int trailer, byte... body) {
        int actual = 12 + padded(body.length);
        return raw(filled(
                actual, block -> block.putInt(type).putInt(length).put(body).putInt(actual - 4, trailer)));
    }

    PcapngBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private byte[] filled(int length, Consumer<ByteBuffer> filler) {
        byte[] bytes = new byte[length];
        filler.accept(ByteBuffer.wrap(bytes).order(order));
        return bytes;
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }
}
