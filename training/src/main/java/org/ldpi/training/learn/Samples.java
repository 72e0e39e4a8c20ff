package org.ldpi.training.learn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.Truth;

/**
 * What batches are drawn from. Samples that are there many times are there once: a thousand equal DNS queries teach no
 * more than one. Kinds of normal flows, by packets in the head and protocol, are drawn by the root of their number, so
 * that the few different heads of one packet are learned too. Immutable, thread-safe.
 */
final class Samples {
    private final List<byte[]> normal;
    /** By label, so that a rare kind of attack is drawn as often as a frequent one. */
    private final List<List<byte[]>> malicious;

    private final PseudoOutliers outliers;
    private final Variations variations;
    private final Views views;
    private final List<List<byte[]>> kinds;
    /** Sums of the kinds' weights up to each of them. */
    private final double[] weights;

    private Samples(TrainingOptions options, List<byte[]> normal, List<List<byte[]>> malicious) {
        this.normal = normal;
        this.malicious = malicious;
        FreeBytes free = new FreeBytes(options.shape(), normal);
        this.outliers = new PseudoOutliers(options.shape(), normal, free, options.outliers());
        this.variations = new Variations(options.shape(), free, options.variations());
        this.views = new Views(options.views());
        Map<Integer, List<byte[]>> byKind = new TreeMap<>();
        for (byte[] sample : normal) {
            byKind.computeIfAbsent(kind(options.shape(), sample), key -> new ArrayList<>())
                    .add(sample);
        }
        this.kinds = List.copyOf(byKind.values());
        this.weights = new double[kinds.size()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += Math.sqrt(kinds.get(i).size());
            weights[i] = sum;
        }
    }

    static Samples of(TrainingOptions options, List<LabelledFlows> captures) {
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
        return new Samples(options, List.copyOf(normal), List.copyOf(malicious.values()));
    }

    private static int kind(SampleShape shape, byte[] sample) {
        int packets = 0;
        for (int start = 0; start < sample.length && sample[start] != 0; start += shape.bytes()) {
            packets++;
        }
        PacketRow first = PacketRow.of(sample, 0, shape.bytes());
        return packets << 16 | (first.v4() ? 1 : 0) << 8 | first.protocol();
    }

    /** All different normal samples. */
    List<byte[]> normal() {
        return normal;
    }

    int maliciousCount() {
        return malicious.stream().mapToInt(List::size).sum();
    }

    /** One of these, as it was seen or varied. */
    byte[] drawNormalOf(List<byte[]> some, RandomGenerator random) {
        return variations.of(some.get(random.nextInt(some.size())), random);
    }

    /** Normal flows as another day may have them, each once. */
    List<byte[]> varied(List<byte[]> flows, RandomGenerator random) {
        List<byte[]> varied = new ArrayList<>();
        flows.forEach(flow -> varied.add(variations.of(flow, random)));
        return varied;
    }

    /** A normal flow as it was seen, or one that varies it. */
    byte[] drawNormal(RandomGenerator random) {
        return variations.of(drawSeen(random), random);
    }

    private byte[] drawSeen(RandomGenerator random) {
        double at = random.nextDouble() * weights[weights.length - 1];
        int kind = 0;
        while (kind < weights.length - 1 && weights[kind] <= at) {
            kind++;
        }
        List<byte[]> chosen = kinds.get(kind);
        return chosen.get(random.nextInt(chosen.size()));
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

    /** A view of a flow for the contrastive loss. */
    byte[] view(byte[] flow, RandomGenerator random) {
        return views.of(variations.of(flow, random), random);
    }
}
