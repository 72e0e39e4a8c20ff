package org.ldpi.flow;

import java.nio.ByteBuffer;
import org.ldpi.api.packet.SkipReason;

/**
 * Puts fragments of IP packets together as far as a sample needs them: the first bytes of the packet, in whatever order
 * they come.
 *
 * <ul>
 *   <li>A first fragment that holds as much as is needed, or of which the capture holds no more, is taken for the packet;
 *       nothing has to be kept. That is nearly every one.
 *   <li>Otherwise fragments are kept until there is enough, or all of a shorter packet. The last one that was missing
 *       becomes the packet, with the header of the first; the others count as {@code FRAGMENT}, as does what lies behind
 *       the part needed.
 *   <li>A fragment that repeats what is there changes nothing. One that overlaps it with other bytes contradicts it:
 *       what came first stays, the later one counts as {@code FRAGMENT_DROPPED}. In IPv6 the whole packet is given up then
 *       (RFC 8200, section 4.5; RFC 5722).
 *   <li>So does a fragment that ends behind the last one, one beyond 65,535 bytes, and one before the last whose length
 *       is not a multiple of eight (RFC 791, section 3.2).
 *   <li>Packets are kept for {@value #TIMEOUT_SECONDS} s of capture time (RFC 8200, section 4.5) from their first fragment
 *       to come, and no more than {@value #PACKETS} of them. Where there is no room, a fragment counts as
 *       {@code FRAGMENT_DROPPED}.
 * </ul>
 *
 * <p>All storage is allocated at once. Not thread-safe.
 */
final class Reassembler {
    static final int PACKETS = 512;
    static final int TIMEOUT_SECONDS = 60;

    private static final long TIMEOUT_NANOS = TIMEOUT_SECONDS * 1_000_000_000L;
    private static final int WAYS = 8;
    private static final int SETS = PACKETS / WAYS;

    private static final int UNIT = 8;
    private static final int MAX_DATA = 65_535;
    // Room for the header, options and extension headers in front of the data.
    private static final int MAX_HEADER = 256;
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private static final int KEY_WORDS = 5;

    private final int needed;
    private final int unitWords;
    private final int stride;
    private final long seed;
    private final ByteBuffer storage;

    private final boolean[] used = new boolean[PACKETS];
    private final boolean[] givenUp = new boolean[PACKETS];
    private final long[] keys = new long[PACKETS * KEY_WORDS];
    private final long[] since = new long[PACKETS];
    // Bytes of header in front of the data; 0 until the first fragment came.
    private final int[] headers = new int[PACKETS];
    // Bytes of data in the whole packet; known when the last fragment came.
    private final int[] totals = new int[PACKETS];
    // One bit for each unit of data that is there.
    private final long[] units;

    /**
     * @param needed bytes of data that are enough
     * @param seed of the hash
     */
    Reassembler(int needed, long seed) {
        this.needed = needed + UNIT - 1 & -UNIT;
        this.unitWords = (this.needed / UNIT + Long.SIZE - 1) / Long.SIZE;
        this.stride = MAX_HEADER + this.needed;
        this.seed = (seed ^ 0x9E3779B97F4A7C15L) | 1;
        this.storage = ByteBuffer.allocate(PACKETS * stride);
        this.units = new long[PACKETS * unitWords];
    }

    /**
     * Takes a fragment.
     *
     * @param at the cursor at the fragment's IP header; when the packet is there, it is set to its header, in the same
     *     buffer or in one of this object, and to its end
     * @param nowNanos the time, ns; only differences mean something
     * @return {@code null} if the packet is there, else how the fragment counts
     */
    SkipReason take(Fragment fragment, Cursor at, long nowNanos) {
        if (fragment.offset + fragment.length > MAX_DATA
                || fragment.length == 0
                || (fragment.more && fragment.length % UNIT != 0)) {
            return SkipReason.FRAGMENT_DROPPED;
        }
        if (fragment.offset == 0 && (fragment.captured() >= needed || fragment.cut())) {
            at.end = fragment.end;
            at.whole = true;
            return null;
        }
        if (fragment.offset >= needed) {
            return SkipReason.FRAGMENT;
        }
        int packet = find(fragment, nowNanos);
        if (packet < 0 || givenUp[packet] || fragment.data - fragment.header > MAX_HEADER) {
            return SkipReason.FRAGMENT_DROPPED;
        }
        if (!add(packet, fragment, at.buffer)) {
            givenUp[packet] = isV6(fragment);
            return SkipReason.FRAGMENT_DROPPED;
        }
        return complete(packet) ? hand(packet, at) : SkipReason.FRAGMENT;
    }

    private static boolean isV6(Fragment fragment) {
        return (fragment.rest & 0xFF) == 6;
    }

    /** The place of the fragment's packet, a free one for a new packet, or -1 if there is none. */
    private int find(Fragment fragment, long nowNanos) {
        int first = (int) Math.floorMod(hash(fragment), (long) SETS) * WAYS;
        int free = -1;
        for (int packet = first; packet < first + WAYS; packet++) {
            if (used[packet] && nowNanos - since[packet] > TIMEOUT_NANOS) {
                used[packet] = false;
            }
            if (!used[packet]) {
                free = packet;
            } else if (matches(packet, fragment)) {
                return packet;
            }
        }
        if (free >= 0) {
            begin(free, fragment, nowNanos);
        }
        return free;
    }

    private long hash(Fragment fragment) {
        long h = (fragment.sourceHigh ^ Long.rotateLeft(fragment.destinationHigh, 32)) * seed;
        h = (h ^ fragment.sourceLow ^ h >>> 29) * seed;
        h = (h ^ fragment.destinationLow ^ h >>> 31) * seed;
        h = (h ^ fragment.rest ^ h >>> 29) * seed;
        return h ^ h >>> 32;
    }

    private boolean matches(int packet, Fragment fragment) {
        int key = packet * KEY_WORDS;
        return keys[key] == fragment.rest
                && keys[key + 1] == fragment.sourceHigh
                && keys[key + 2] == fragment.sourceLow
                && keys[key + 3] == fragment.destinationHigh
                && keys[key + 4] == fragment.destinationLow;
    }

    private void begin(int packet, Fragment fragment, long nowNanos) {
        int key = packet * KEY_WORDS;
        keys[key] = fragment.rest;
        keys[key + 1] = fragment.sourceHigh;
        keys[key + 2] = fragment.sourceLow;
        keys[key + 3] = fragment.destinationHigh;
        keys[key + 4] = fragment.destinationLow;
        used[packet] = true;
        givenUp[packet] = false;
        since[packet] = nowNanos;
        headers[packet] = 0;
        totals[packet] = UNKNOWN;
        for (int word = 0; word < unitWords; word++) {
            units[packet * unitWords + word] = 0;
        }
    }

    /** Adds what a fragment has, or returns false if it contradicts what is there. */
    private boolean add(int packet, Fragment fragment, ByteBuffer from) {
        int end = fragment.offset + fragment.length;
        if (!fragment.more) {
            if ((totals[packet] != UNKNOWN && totals[packet] != end) || hasBehind(packet, end)) {
                return false;
            }
        } else if (end > totals[packet]) {
            return false;
        }
        int stop = Math.min(fragment.offset + fragment.captured(), needed);
        if (overlapsWithOtherBytes(packet, fragment, stop, from)) {
            return false;
        }
        if (!fragment.more) {
            totals[packet] = end;
        }
        int data = data(packet);
        storage.put(data + fragment.offset, from, fragment.data, stop - fragment.offset);
        // A last unit that is short is there; one that the capture cut is not, so that nothing is made up.
        int stopUnit = fragment.more || fragment.cut() ? stop / UNIT : (stop + UNIT - 1) / UNIT;
        for (int unit = fragment.offset / UNIT; unit < stopUnit; unit++) {
            units[packet * unitWords + unit / Long.SIZE] |= 1L << unit;
        }
        if (fragment.offset == 0 && headers[packet] == 0) {
            int length = fragment.data - fragment.header;
            headers[packet] = length;
            storage.put(data - length, from, fragment.header, length);
        }
        return true;
    }

    private boolean overlapsWithOtherBytes(int packet, Fragment fragment, int stop, ByteBuffer from) {
        int data = data(packet);
        for (int i = fragment.offset; i < stop; i++) {
            if (has(packet, i / UNIT) && storage.get(data + i) != from.get(fragment.data + i - fragment.offset)) {
                return true;
            }
        }
        return false;
    }

    private boolean complete(int packet) {
        if (headers[packet] == 0) {
            return false;
        }
        int stop = (Math.min(needed, totals[packet]) + UNIT - 1) / UNIT;
        for (int unit = 0; unit < stop; unit++) {
            if (!has(packet, unit)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasBehind(int packet, int end) {
        // As long as no end is known, a unit that is there is so to its last byte.
        int first = totals[packet] == UNKNOWN ? end / UNIT : (end + UNIT - 1) / UNIT;
        for (int unit = first; unit < needed / UNIT; unit++) {
            if (has(packet, unit)) {
                return true;
            }
        }
        return false;
    }

    private boolean has(int packet, int unit) {
        return (units[packet * unitWords + unit / Long.SIZE] & 1L << unit) != 0;
    }

    private SkipReason hand(int packet, Cursor at) {
        used[packet] = false;
        at.buffer = storage;
        at.offset = data(packet) - headers[packet];
        at.end = data(packet) + Math.min(needed, totals[packet]);
        at.whole = true;
        return null;
    }

    private int data(int packet) {
        return packet * stride + MAX_HEADER;
    }
}
