package org.ldpi.training.learn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.Truth;

/**
 * What batches are drawn from. Samples that are there many times are there once: a thousand equal DNS queries teach no
 * more than one. Immutable, thread-safe.
 */
final class Samples {
    private final List<byte[]> normal;
    /** By label, so that a rare kind of attack is drawn as often as a frequent one. */
    private final List<List<byte[]>> malicious;

    private final PseudoOutliers outliers;

    private Samples(SampleShape shape, List<byte[]> normal, List<List<byte[]>> malicious) {
        this.normal = normal;
        this.malicious = malicious;
        this.outliers = new PseudoOutliers(shape, normal);
    }

    static Samples of(SampleShape shape, List<LabelledFlows> captures) {
        List<byte[]> normal = new ArrayList<>();
        Set<ByteBuffer> seen = new HashSet<>();
        Map<String, List<byte[]>> malicious = new LinkedHashMap<>();
        captures.forEach(capture -> capture.flows().forEach(flow -> {
            if (flow.truth() == Truth.NORMAL && seen.add(ByteBuffer.wrap(flow.sample()))) {
                normal.add(flow.sample());
            }
        }));
        // A flow that is normal elsewhere is no example of an attack, whatever its capture's label says.
        captures.forEach(capture -> capture.flows().forEach(flow -> {
            if (flow.truth() == Truth.MALICIOUS && seen.add(ByteBuffer.wrap(flow.sample()))) {
                malicious
                        .computeIfAbsent(flow.label(), label -> new ArrayList<>())
                        .add(flow.sample());
            }
        }));
        return new Samples(shape, List.copyOf(normal), List.copyOf(malicious.values()));
    }

    /** All different normal samples. */
    List<byte[]> normal() {
        return normal;
    }

    int maliciousCount() {
        return malicious.stream().mapToInt(List::size).sum();
    }

    byte[] drawNormal(RandomGenerator random) {
        return normal.get(random.nextInt(normal.size()));
    }

    byte[] drawPseudoOutlier(RandomGenerator random) {
        return outliers.of(drawNormal(random), random);
    }

    /** A labelled attack or a pseudo-outlier, with equal chances where there are attacks. */
    byte[] drawOutlier(RandomGenerator random) {
        if (malicious.isEmpty() || random.nextBoolean()) {
            return drawPseudoOutlier(random);
        }
        List<byte[]> kind = malicious.get(random.nextInt(malicious.size()));
        return kind.get(random.nextInt(kind.size()));
    }
}
