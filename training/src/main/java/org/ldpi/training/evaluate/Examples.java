package org.ldpi.training.evaluate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a method may learn from.
 *
 * @param normal different samples of normal traffic, at least one
 * @param malicious different samples of labelled attacks, empty where there are no labels
 */
public record Examples(List<byte[]> normal, List<byte[]> malicious) {
    /** Different samples; one that is normal somewhere is no example of an attack. */
    public static Examples of(List<TestFlow> flows) {
        Set<ByteBuffer> seen = new HashSet<>();
        return new Examples(different(flows, true, seen), different(flows, false, seen));
    }

    private static List<byte[]> different(List<TestFlow> flows, boolean normal, Set<ByteBuffer> seen) {
        List<byte[]> samples = new ArrayList<>();
        for (TestFlow flow : flows) {
            if (flow.normal() == normal && seen.add(ByteBuffer.wrap(flow.sample()))) {
                samples.add(flow.sample());
            }
        }
        return samples;
    }
}
