package org.ldpi.capture.internal.file;

import java.util.Arrays;

/** The interfaces that a section of a pcapng file has described so far, by their number. Not thread-safe. */
final class CaptureInterfaces {
    /** More than that in one section are not taken: each takes memory as long as the section lasts. */
    static final int MAX = 65_536;

    private int[] linkTypes = new int[4];
    private int[] snapLengths = new int[4];
    private TimestampUnit[] units = new TimestampUnit[4];
    private int count;

    /** Forgets all: a new section begins. */
    void clear() {
        Arrays.fill(units, 0, count, null);
        count = 0;
    }

    /**
     * Takes the next one.
     *
     * @param snapLength 0 for no limit; unsigned
     * @return false when there are {@link #MAX}
     */
    boolean add(int linkType, int snapLength, TimestampUnit unit) {
        if (count == MAX) {
            return false;
        }
        if (count == units.length) {
            linkTypes = Arrays.copyOf(linkTypes, 2 * count);
            snapLengths = Arrays.copyOf(snapLengths, 2 * count);
            units = Arrays.copyOf(units, 2 * count);
        }
        linkTypes[count] = linkType;
        snapLengths[count] = snapLength;
        units[count] = unit;
        count++;
        return true;
    }

    /** Whether the section has described an interface of this number. */
    boolean has(int number) {
        return number >= 0 && number < count;
    }

    int linkType(int number) {
        return linkTypes[number];
    }

    int snapLength(int number) {
        return snapLengths[number];
    }

    TimestampUnit unit(int number) {
        return units[number];
    }
}
