package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ldpi.capture.internal.file.CaptureBytes.Supply;

/**
 * Reads pcap files (draft-ietf-opsawg-pcap) with micro- or nanosecond timestamps, and those of the modified libpcap
 * whose records have a longer header.
 */
final class PcapReader extends PacketReader {
    static final int MICROSECONDS = 0xA1B2C3D4;
    static final int NANOSECONDS = 0xA1B23C4D;
    static final int MODIFIED = 0xA1B2CD34;

    static final int FILE_HEADER_LENGTH = 24;

    private static final int VERSION_MAJOR_OFFSET = 4;
    private static final int VERSION_MINOR_OFFSET = 6;
    private static final int LINK_TYPE_OFFSET = 20;
    private static final int SUPPORTED_MAJOR = 2;

    /** The bits above say whether frames end with a check sequence, and how long it is. */
    private static final int LINK_TYPE_MASK = 0x03FF_FFFF;

    private static final int RECORD_HEADER_LENGTH = 16;
    /** Interface index, protocol and packet type follow the usual fields. */
    private static final int MODIFIED_RECORD_HEADER_LENGTH = 24;

    private static final int SECONDS_OFFSET = 0;
    private static final int CAPTURED_LENGTH_OFFSET = 8;
    private static final int ORIGINAL_LENGTH_OFFSET = 12;

    /** Before this minor version the two lengths were the other way round, and in it some writers still had them so. */
    private static final int LENGTHS_CHANGED_MINOR = 3;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int recordHeaderLength;
    private final int nanosPerFraction;
    private final int linkType;
    private final int capturedLengthOffset;
    private final int originalLengthOffset;
    private final boolean lengthsMayBeSwapped;
    private final boolean lengthsInOrder;
    /** By how many bits to turn two fields that were read at once, to have the first of them in the upper half. */
    private final int turn;

    private final int maxCapturedLength;

    /** @param bytes with the whole file header in the window; passes over it */
    PcapReader(Origin origin, CaptureBytes bytes) throws IOException {
        super(origin, bytes);
        int magic = bytes.buffer.getInt(bytes.position);
        if (!isMagic(magic)) {
            magic = Integer.reverseBytes(magic);
            bytes.order(ByteOrder.LITTLE_ENDIAN);
        }
        turn = bytes.fields.order() == ByteOrder.LITTLE_ENDIAN ? Integer.SIZE : 0;
        int major = Short.toUnsignedInt(bytes.fields.getShort(bytes.position + VERSION_MAJOR_OFFSET));
        int minor = Short.toUnsignedInt(bytes.fields.getShort(bytes.position + VERSION_MINOR_OFFSET));
        if (major != SUPPORTED_MAJOR) {
            throw origin.broken(
                    "pcap version " + major + "." + minor + " is not supported", bytes.offset() + VERSION_MAJOR_OFFSET);
        }
        recordHeaderLength = magic == MODIFIED ? MODIFIED_RECORD_HEADER_LENGTH : RECORD_HEADER_LENGTH;
        nanosPerFraction = magic == NANOSECONDS ? 1 : 1000;
        capturedLengthOffset = minor < LENGTHS_CHANGED_MINOR ? ORIGINAL_LENGTH_OFFSET : CAPTURED_LENGTH_OFFSET;
        originalLengthOffset = minor < LENGTHS_CHANGED_MINOR ? CAPTURED_LENGTH_OFFSET : ORIGINAL_LENGTH_OFFSET;
        lengthsMayBeSwapped = minor == LENGTHS_CHANGED_MINOR;
        lengthsInOrder = minor > LENGTHS_CHANGED_MINOR;
        linkType = bytes.fields.getInt(bytes.position + LINK_TYPE_OFFSET) & LINK_TYPE_MASK;
        maxCapturedLength = PacketLengths.maxCaptured(linkType);
        bytes.position += FILE_HEADER_LENGTH;
    }

    /** Whether a file that begins with this big-endian number is a pcap file, in either byte order. */
    static boolean begins(int number) {
        return isMagic(number) || isMagic(Integer.reverseBytes(number));
    }

    private static boolean isMagic(int number) {
        return number == MICROSECONDS || number == NANOSECONDS || number == MODIFIED;
    }

    @Override
    protected Supply read(int limit) throws IOException {
        for (int count = takeWhole(limit); count < limit; count += 1 + takeWhole(limit - count - 1)) {
            Supply supply = require(recordHeaderLength, count == 0);
            if (supply != Supply.HERE) {
                return stop(supply, "within the header of the packet");
            }
            int captured = bytes.fields.getInt(bytes.position + capturedLengthOffset);
            int original = bytes.fields.getInt(bytes.position + originalLengthOffset);
            if (lengthsMayBeSwapped && captured > original) {
                int swapped = captured;
                captured = original;
                original = swapped;
            }
            if (captured < 0 || captured > maxCapturedLength) {
                throw origin.broken(
                        "a packet of " + Integer.toUnsignedString(captured) + " bytes cannot be", bytes.offset());
            }
            int length = recordHeaderLength + captured;
            supply = require(length, count == 0);
            if (supply != Supply.HERE) {
                return stop(supply, "within the packet");
            }
            int record = bytes.position;
            bytes.position = record + length;
            long nanos = nanos(pair(bytes.fields, record + SECONDS_OFFSET));
            take(record + recordHeaderLength, captured, original, nanos, linkType);
        }
        return Supply.HERE;
    }

    /** Takes the packets that lie whole in the window, in a loop that does nothing else. What is amiss is left alone. */
    private int takeWhole(int limit) {
        if (!lengthsInOrder) {
            return 0;
        }
        int count = 0;
        int taken;
        do {
            taken = takeTogether(Math.min(limit - count, room()));
            count += taken;
        } while (taken > 0);
        return count;
    }

    private int takeTogether(int most) {
        ByteBuffer buffer = bytes.buffer;
        ByteBuffer fields = bytes.fields;
        int end = bytes.end - recordHeaderLength;
        int record = bytes.position;
        int count = 0;
        while (count < most && record <= end) {
            long lengths = pair(fields, record + CAPTURED_LENGTH_OFFSET);
            int captured = (int) (lengths >> Integer.SIZE);
            if (captured < 0 || captured > maxCapturedLength || captured > end - record) {
                break;
            }
            long nanos = nanos(pair(fields, record + SECONDS_OFFSET));
            gather(count, buffer, record + recordHeaderLength, captured, (int) lengths, nanos, linkType);
            record += recordHeaderLength + captured;
            count++;
        }
        long captured = record - bytes.position - (long) count * recordHeaderLength;
        bytes.position = record;
        gathered(count, captured);
        return count;
    }

    /** Two fields of 32 bits, the first of them in the upper half. */
    private long pair(ByteBuffer fields, int index) {
        return Long.rotateLeft(fields.getLong(index), turn);
    }

    private long nanos(long secondsAndFraction) {
        long seconds = secondsAndFraction >>> Integer.SIZE;
        return seconds * NANOS_PER_SECOND + (secondsAndFraction & 0xFFFF_FFFFL) * nanosPerFraction;
    }

    private Supply stop(Supply supply, String where) throws IOException {
        if (supply == Supply.NEVER && bytes.available() > 0) {
            throw origin.broken("the capture ends " + where, bytes.offset());
        }
        return supply;
    }
}
