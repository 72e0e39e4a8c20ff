package org.ldpi.flow;

import org.ldpi.api.packet.SkipReason;

/** Reads IEEE 802.11 frames, with and without a radiotap header, and sets what comes behind them. */
final class WirelessFrame {
    // https://www.radiotap.org: version, padding, length and a chain of bit masks, all little-endian; then the fields
    // whose bits are set in the first mask, each aligned to its size.
    private static final int RADIOTAP_MIN_LENGTH = 8;
    private static final int RADIOTAP_LENGTH = 2;
    private static final int RADIOTAP_PRESENT = 4;
    private static final int PRESENT_TSFT = 1;
    private static final int PRESENT_FLAGS = 1 << 1;
    private static final int PRESENT_ANOTHER_MASK = 1 << 31;
    private static final int TSFT_LENGTH = 8;
    private static final int FLAG_FCS_AT_END = 0x10;
    private static final int FLAG_DATA_PADDING = 0x20;
    private static final int FLAG_BAD_FCS = 0x40;
    private static final int FCS_LENGTH = 4;

    // IEEE 802.11-2020, section 9.2: frame control, duration, three addresses, sequence control, fourth address.
    private static final int HEADER = 24;
    private static final int ADDRESS_1 = 4;
    private static final int ADDRESS_2 = 10;
    private static final int ADDRESS_3 = 16;
    private static final int SEQUENCE_CONTROL = 22;
    private static final int ADDRESS_4 = 24;
    private static final int ADDRESS_LENGTH = 6;
    private static final int VERSION_AND_TYPE = 0x0F;
    private static final int DATA = 0x08;
    private static final int NO_DATA = 0x40;
    private static final int QOS = 0x80;
    private static final int TO_DS = 0x01;
    private static final int FROM_DS = 0x02;
    private static final int PROTECTED = 0x40;
    private static final int HT_CONTROL = 0x80;
    private static final int FRAGMENT_NUMBER = 0x0F;
    private static final int QOS_CONTROL_LENGTH = 2;
    private static final int HT_CONTROL_LENGTH = 4;
    private static final int QOS_AGGREGATED = 0x80;
    private static final int AGGREGATE_HEADER = 14;
    // Mesh control (section 9.2.4.8.3): flags, TTL, sequence number, up to three addresses.
    private static final int MESH_CONTROL = 6;
    private static final int MESH_ADDRESSES = 0x03;

    private static final int SNAP = 0xAAAA;

    private WirelessFrame() {}

    static SkipReason readRadiotap(Cursor cursor) {
        if (!cursor.has(RADIOTAP_MIN_LENGTH)) {
            return SkipReason.TRUNCATED;
        }
        int length = Short.toUnsignedInt(Short.reverseBytes((short) cursor.u16(RADIOTAP_LENGTH)));
        if (cursor.u8(0) != 0 || length < RADIOTAP_MIN_LENGTH) {
            return SkipReason.MALFORMED;
        }
        if (!cursor.has(length)) {
            return SkipReason.TRUNCATED;
        }
        int flags = radiotapFlags(cursor, length);
        cursor.offset += length;
        if ((flags & FLAG_BAD_FCS) != 0) {
            return SkipReason.WIRELESS_CONTROL;
        }
        if ((flags & FLAG_FCS_AT_END) != 0) {
            cursor.end = Math.max(cursor.offset, cursor.end - FCS_LENGTH);
        }
        return read(cursor, (flags & FLAG_DATA_PADDING) != 0);
    }

    private static int radiotapFlags(Cursor cursor, int length) {
        int present = present(cursor, RADIOTAP_PRESENT);
        if ((present & PRESENT_FLAGS) == 0) {
            return 0;
        }
        int field = RADIOTAP_PRESENT;
        int mask;
        do {
            mask = present(cursor, field);
            field += Integer.BYTES;
        } while ((mask & PRESENT_ANOTHER_MASK) != 0 && field + Integer.BYTES <= length);
        if ((present & PRESENT_TSFT) != 0) {
            field = (field + TSFT_LENGTH - 1 & -TSFT_LENGTH) + TSFT_LENGTH;
        }
        return field < length ? cursor.u8(field) : 0;
    }

    private static int present(Cursor cursor, int at) {
        return Integer.reverseBytes(cursor.buffer.getInt(cursor.offset + at));
    }

    /**
     * Reads a frame.
     *
     * @param padded whether the header is padded to a multiple of four bytes
     */
    static SkipReason read(Cursor cursor, boolean padded) {
        if (!cursor.has(2)) {
            return SkipReason.TRUNCATED;
        }
        int type = cursor.u8(0);
        int flags = cursor.u8(1);
        if ((type & VERSION_AND_TYPE) != DATA || (type & NO_DATA) != 0 || (flags & PROTECTED) != 0) {
            return SkipReason.WIRELESS_CONTROL;
        }
        boolean fourAddresses = (flags & (TO_DS | FROM_DS)) == (TO_DS | FROM_DS);
        boolean qos = (type & QOS) != 0;
        int header = HEADER + (fourAddresses ? ADDRESS_LENGTH : 0);
        int qosControl = header;
        if (qos) {
            header += QOS_CONTROL_LENGTH + ((flags & HT_CONTROL) != 0 ? HT_CONTROL_LENGTH : 0);
        }
        if (padded) {
            header = header + 3 & ~3;
        }
        if (!cursor.has(header)) {
            return SkipReason.TRUNCATED;
        }
        if ((cursor.u8(SEQUENCE_CONTROL) & FRAGMENT_NUMBER) != 0) {
            return SkipReason.FRAGMENT_DROPPED;
        }
        addresses(cursor, flags);
        boolean aggregated = qos && (cursor.u8(qosControl) & QOS_AGGREGATED) != 0;
        cursor.skip(header, Layer.LLC);
        if (aggregated) {
            return aggregate(cursor);
        }
        return qos ? meshControl(cursor) : null;
    }

    // Table 9-30: which address is the source's and which the destination's depends on the two DS bits.
    private static void addresses(Cursor cursor, int flags) {
        boolean toDs = (flags & TO_DS) != 0;
        boolean fromDs = (flags & FROM_DS) != 0;
        cursor.destinationMac = cursor.offset + (toDs ? ADDRESS_3 : ADDRESS_1);
        cursor.sourceMac = cursor.offset + (!fromDs ? ADDRESS_2 : toDs ? ADDRESS_4 : ADDRESS_3);
    }

    // The first of the frames that share this one, which has addresses and a length of its own.
    private static SkipReason aggregate(Cursor cursor) {
        if (!cursor.has(AGGREGATE_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        cursor.destinationMac = cursor.offset;
        cursor.sourceMac = cursor.offset + ADDRESS_LENGTH;
        int length = cursor.u16(2 * ADDRESS_LENGTH);
        cursor.skip(AGGREGATE_HEADER, Layer.LLC);
        cursor.end = Math.min(cursor.end, cursor.offset + length);
        return meshControl(cursor);
    }

    // The bit that announces mesh control means something else outside a mesh, and nothing in the frame says which it
    // is. The LLC header is therefore looked for with and without it.
    private static SkipReason meshControl(Cursor cursor) {
        if (!cursor.has(2) || cursor.u16(0) == SNAP) {
            return null;
        }
        int length = MESH_CONTROL + (cursor.u8(0) & MESH_ADDRESSES) * ADDRESS_LENGTH;
        if (cursor.has(length + 2) && cursor.u16(length) == SNAP) {
            cursor.offset += length;
        }
        return null;
    }
}
