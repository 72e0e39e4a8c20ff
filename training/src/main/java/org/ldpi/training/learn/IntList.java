package org.ldpi.training.learn;

import java.util.Arrays;

/** Numbers in a row, 4 bytes each. Not thread-safe. */
final class IntList {
    private static final int LEAST = 16;

    private int[] values = new int[LEAST];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    void set(int place, int value) {
        values[place] = value;
    }

    int get(int place) {
        return values[place];
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
