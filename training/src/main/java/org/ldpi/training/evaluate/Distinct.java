package org.ldpi.training.evaluate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples of which many are equal, each of them once: a flood need not be scored packet by packet.
 *
 * @param samples each once
 * @param index where each sample that was given is among them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Distinct(List<byte[]> samples, int[] index) {
    static Distinct of(List<byte[]> all) {
        Map<ByteBuffer, Integer> places = new HashMap<>();
        List<byte[]> samples = new ArrayList<>();
        int[] index = new int[all.size()];
        for (int i = 0; i < index.length; i++) {
            byte[] sample = all.get(i);
            Integer place = places.putIfAbsent(ByteBuffer.wrap(sample), samples.size());
            if (place == null) {
                samples.add(sample);
            }
            index[i] = place == null ? samples.size() - 1 : place;
        }
        return new Distinct(samples, index);
    }

    /** Values of the distinct samples for all that were given. */
    float[] spread(float[] values) {
        float[] all = new float[index.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[index[i]];
        }
        return all;
    }
}
