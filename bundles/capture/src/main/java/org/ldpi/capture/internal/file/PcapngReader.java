package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ldpi.capture.internal.file.CaptureBytes.Supply;

/**
 * Reads pcapng files (draft-ietf-opsawg-pcapng): sections, interfaces, and packets in Enhanced, Simple and the obsolete
 * Packet Blocks. All other blocks are passed over.
 *
 * <p>A block that contradicts itself but has a sound length (a packet longer than its block, an interface that was not
 * described) is counted as damaged and passed over. A block whose length is not sound ends the capture, since nothing
 * says where the next one begins.
 */
final class PcapngReader extends PacketReader {
    static final int SECTION_HEADER = 0x0A0D0D0A;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int SUPPORTED_MAJOR = 1;

    /** Type, length, and the length again at the end. */
    private static final int BLOCK_OVERHEAD = 12;

    private static final int TRAILER_LENGTH = 4;
    /** Blocks that are read may not be longer; the longest packets there are have room. */
    private static final int MAX_BLOCK_LENGTH = 129 * 1024 * 1024;

    private static final int LENGTH_OFFSET = 4;

    private static final int BYTE_ORDER_OFFSET = 8;
    private static final int VERSION_MAJOR_OFFSET = 12;
    private static final int VERSION_MINOR_OFFSET = 14;
    private static final int SECTION_HEADER_MIN_LENGTH = 28;

    private static final int INTERFACE_LINK_TYPE_OFFSET = 8;
    private static final int INTERFACE_SNAP_LENGTH_OFFSET = 12;
    private static final int INTERFACE_OPTIONS_OFFSET = 16;
    private static final int INTERFACE_MIN_LENGTH = 20;
    private static final int OPTION_END = 0;
    private static final int OPTION_TIMESTAMP_RESOLUTION = 9;
    private static final int OPTION_TIMESTAMP_OFFSET = 14;
    private static final int OPTION_HEADER_LENGTH = 4;
    private static final int DEFAULT_RESOLUTION = 6;

    /** Enhanced Packet Block; in the obsolete Packet Block, the interface takes two bytes and a drop count two more. */
    private static final int PACKET_INTERFACE_OFFSET = 8;

    private static final int PACKET_TIME_HIGH_OFFSET = 12;
    private static final int PACKET_TIME_LOW_OFFSET = 16;
    private static final int PACKET_CAPTURED_LENGTH_OFFSET = 20;
    private static final int PACKET_ORIGINAL_LENGTH_OFFSET = 24;
    private static final int PACKET_DATA_OFFSET = 28;

    private static final int SIMPLE_ORIGINAL_LENGTH_OFFSET = 8;
    private static final int SIMPLE_DATA_OFFSET = 12;

    private static final int NOT_WITHIN_BLOCK = -1;

    private final CaptureInterfaces interfaces = new CaptureInterfaces();

    /** Bytes up to the trailer of a block that is passed over, or {@link #NOT_WITHIN_BLOCK}. */
    private long toTrailer = NOT_WITHIN_BLOCK;

    /** Where the block that is being passed over begins, and its length. */
    private long passedOffset;

    private int passedLength;

    /** Simple packets carry no time: they get that of the packet before. */
    private long lastNanos;

    /** @param bytes at the beginning of the first section */
    PcapngReader(Origin origin, CaptureBytes bytes) {
        super(origin, bytes);
    }

    @Override
    protected Supply read(int limit) throws IOException {
        long first = packets();
        while (packets() - first < limit) {
            Supply supply =
                    toTrailer == NOT_WITHIN_BLOCK ? readBlock(packets() == first) : passOver(packets() == first);
            if (supply != Supply.HERE) {
                return supply;
            }
        }
        return Supply.HERE;
    }

    private Supply readBlock(boolean mayWait) throws IOException {
        Supply supply = require(BLOCK_OVERHEAD, mayWait);
        if (supply != Supply.HERE) {
            return stop(supply, bytes.available() == 0);
        }
        int type = bytes.fields.getInt(bytes.position);
        if (type == SECTION_HEADER) {
            takeByteOrder();
        }
        int length = bytes.fields.getInt(bytes.position + LENGTH_OFFSET);
        if (length % 4 != 0 || Integer.compareUnsigned(length, BLOCK_OVERHEAD) < 0) {
            throw badLength(length);
        }
        if (type != ENHANCED_PACKET && !isRead(type)) {
            passedOffset = bytes.offset();
            passedLength = length;
            toTrailer = Integer.toUnsignedLong(length) - TRAILER_LENGTH;
            return Supply.HERE;
        }
        if (Integer.compareUnsigned(length, MAX_BLOCK_LENGTH) > 0) {
            throw badLength(length);
        }
        supply = require(length, mayWait);
        if (supply != Supply.HERE) {
            return stop(supply, false);
        }
        checkTrailer(bytes.position + length - TRAILER_LENGTH, length, bytes.offset());
        int block = bytes.position;
        bytes.position = block + length;
        switch (type) {
            case ENHANCED_PACKET -> packet(block, length, bytes.fields.getInt(block + PACKET_INTERFACE_OFFSET));
            case PACKET ->
                packet(block, length, Short.toUnsignedInt(bytes.fields.getShort(block + PACKET_INTERFACE_OFFSET)));
            case SIMPLE_PACKET -> simplePacket(block, length);
            case INTERFACE_DESCRIPTION -> interfaceDescription(block, length);
            default -> sectionHeader(block, length);
        }
        return Supply.HERE;
    }

    private static boolean isRead(int type) {
        return type == PACKET || type == SIMPLE_PACKET || type == INTERFACE_DESCRIPTION || type == SECTION_HEADER;
    }

    private Supply passOver(boolean mayWait) throws IOException {
        if (toTrailer > 0) {
            handOnGathered();
            toTrailer -= bytes.skip(toTrailer, mayWait);
        }
        Supply supply = require(toTrailer > 0 ? 1 : TRAILER_LENGTH, mayWait);
        if (supply == Supply.HERE && toTrailer == 0) {
            checkTrailer(bytes.position, passedLength, passedOffset);
            bytes.position += TRAILER_LENGTH;
            toTrailer = NOT_WITHIN_BLOCK;
        }
        return stop(supply, false);
    }

    private Supply stop(Supply supply, boolean betweenBlocks) throws IOException {
        if (supply == Supply.NEVER && !betweenBlocks) {
            throw origin.broken(
                    "the capture ends within the block", toTrailer == NOT_WITHIN_BLOCK ? bytes.offset() : passedOffset);
        }
        return supply;
    }

    private IOException badLength(int length) {
        return origin.broken("a block of " + Integer.toUnsignedString(length) + " bytes cannot be", bytes.offset());
    }

    private void checkTrailer(int index, int length, long blockOffset) throws IOException {
        int trailer = bytes.fields.getInt(index);
        if (trailer != length) {
            throw origin.broken(
                    "a block gives its length as " + Integer.toUnsignedString(length) + " and at its end as "
                            + Integer.toUnsignedString(trailer),
                    blockOffset);
        }
    }

    private void takeByteOrder() throws IOException {
        int magic = bytes.buffer.getInt(bytes.position + BYTE_ORDER_OFFSET);
        if (magic == BYTE_ORDER_MAGIC) {
            bytes.order(ByteOrder.BIG_ENDIAN);
        } else if (magic == Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
        } else {
            throw origin.broken("a section header without its byte-order magic", bytes.offset());
        }
    }

    private void sectionHeader(int block, int length) throws IOException {
        if (length < SECTION_HEADER_MIN_LENGTH) {
            throw origin.broken("a section header of " + length + " bytes is too short", bytes.base + block);
        }
        int major = Short.toUnsignedInt(bytes.fields.getShort(block + VERSION_MAJOR_OFFSET));
        int minor = Short.toUnsignedInt(bytes.fields.getShort(block + VERSION_MINOR_OFFSET));
        if (major != SUPPORTED_MAJOR) {
            throw origin.broken("pcapng version " + major + "." + minor + " is not supported", bytes.base + block);
        }
        interfaces.clear();
    }

    private void interfaceDescription(int block, int length) throws IOException {
        // Passing over it would shift the numbers of all interfaces behind it.
        if (length < INTERFACE_MIN_LENGTH) {
            throw origin.broken("an interface description of " + length + " bytes is too short", bytes.base + block);
        }
        ByteBuffer fields = bytes.fields;
        int resolution = DEFAULT_RESOLUTION;
        long offsetSeconds = 0;
        int option = block + INTERFACE_OPTIONS_OFFSET;
        int end = block + length - TRAILER_LENGTH;
        while (end - option >= OPTION_HEADER_LENGTH) {
            int code = Short.toUnsignedInt(fields.getShort(option));
            int size = Short.toUnsignedInt(fields.getShort(option + 2));
            int value = option + OPTION_HEADER_LENGTH;
            if (code == OPTION_END) {
                break;
            }
            if (size > end - value) {
                countDamaged();
                break;
            }
            if (code == OPTION_TIMESTAMP_RESOLUTION && size == 1) {
                resolution = Byte.toUnsignedInt(fields.get(value));
            } else if (code == OPTION_TIMESTAMP_OFFSET && size == Long.BYTES) {
                offsetSeconds = fields.getLong(value);
            }
            option = value + (size + 3 & ~3);
        }
        int linkType = Short.toUnsignedInt(fields.getShort(block + INTERFACE_LINK_TYPE_OFFSET));
        int snapLength = fields.getInt(block + INTERFACE_SNAP_LENGTH_OFFSET);
        TimestampUnit unit = resolution == DEFAULT_RESOLUTION && offsetSeconds == 0
                ? TimestampUnit.MICROSECONDS
                : TimestampUnit.of(resolution, offsetSeconds);
        if (!interfaces.add(linkType, snapLength, unit)) {
            countDamaged();
        }
    }

    private void packet(int block, int length, int number) {
        ByteBuffer fields = bytes.fields;
        int room = length - PACKET_DATA_OFFSET - TRAILER_LENGTH;
        if (room < 0 || !interfaces.has(number)) {
            countDamaged();
            return;
        }
        int captured = fields.getInt(block + PACKET_CAPTURED_LENGTH_OFFSET);
        if (captured < 0 || captured > room) {
            countDamaged();
            return;
        }
        long high = fields.getInt(block + PACKET_TIME_HIGH_OFFSET);
        long low = Integer.toUnsignedLong(fields.getInt(block + PACKET_TIME_LOW_OFFSET));
        lastNanos = interfaces.unit(number).nanos(high << 32 | low);
        take(
                block + PACKET_DATA_OFFSET,
                captured,
                fields.getInt(block + PACKET_ORIGINAL_LENGTH_OFFSET),
                lastNanos,
                interfaces.linkType(number));
    }

    private void simplePacket(int block, int length) {
        int room = length - SIMPLE_DATA_OFFSET - TRAILER_LENGTH;
        if (room < 0 || !interfaces.has(0)) {
            countDamaged();
            return;
        }
        int original = bytes.fields.getInt(block + SIMPLE_ORIGINAL_LENGTH_OFFSET);
        int snapLength = interfaces.snapLength(0);
        int captured = original >= 0 && original < room ? original : room;
        if (snapLength > 0 && snapLength < captured) {
            captured = snapLength;
        }
        take(block + SIMPLE_DATA_OFFSET, captured, original, lastNanos, interfaces.linkType(0));
    }
}
