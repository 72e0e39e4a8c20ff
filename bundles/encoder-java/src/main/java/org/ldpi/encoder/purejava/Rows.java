package org.ldpi.encoder.purejava;

/** Sums of rows. Each is a loop of its own and nothing else, which is what the JVM vectorises. */
final class Rows {
    private Rows() {}

    static void add(float[] y, int to, float[] w, int from, int length) {
        for (int i = 0; i < length; i++) {
            y[to + i] += w[from + i];
        }
    }

    static void add(float[] y, int to, float[] w, int from, float factor, int length) {
        for (int i = 0; i < length; i++) {
            y[to + i] += factor * w[from + i];
        }
    }

    /** Four rows at a time: the sum is loaded and stored once for them. */
    static void addFour(
            float[] y,
            int to,
            float[] w,
            int row0,
            float factor0,
            int row1,
            float factor1,
            int row2,
            float factor2,
            int row3,
            float factor3,
            int length) {
        for (int i = 0; i < length; i++) {
            y[to + i] += factor0 * w[row0 + i] + factor1 * w[row1 + i] + factor2 * w[row2 + i] + factor3 * w[row3 + i];
        }
    }

    /** Four rows of bytes, an int of each column holding one of each row, the first in its lowest byte. */
    static void addFour(int[] y, int[] w, int from, int factor0, int factor1, int factor2, int factor3, int length) {
        for (int i = 0; i < length; i++) {
            int four = w[from + i];
            y[i] += factor0 * ((four << 24) >> 24)
                    + factor1 * ((four << 16) >> 24)
                    + factor2 * ((four << 8) >> 24)
                    + factor3 * (four >> 24);
        }
    }

    static void rectify(float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = Math.max(0, y[i]);
        }
    }
}
