package org.ldpi.training.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.ldpi.api.model.NormalFlow;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.ListViews;
import org.ldpi.training.data.Truth;

/**
 * What batches are drawn from. Samples that are there many times are there once: a thousand equal DNS queries teach no
 * more than one. Kinds of normal flows, by packets in the head and protocol, are drawn by the root of their number, so
 * that the few different heads of one packet are learned too. Immutable, thread-safe.
 */
final class Samples {
    /** Far apart, so that the random numbers of two flows have nothing in common. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final List<LabelledFlow> normalFlows;
    private final List<byte[]> normal;
    /** By label, so that a rare kind of attack is drawn as often as a frequent one. */
    private final List<List<byte[]>> malicious;

    private final List<byte[]> unlabelled;
    private final PseudoOutliers outliers;
    private final Variations variations;
    private final Views views;
    private final List<List<byte[]>> kinds;
    /** Sums of the kinds' weights up to each of them. */
    private final double[] weights;

    private Samples(
            TrainingOptions options,
            List<LabelledFlow> normalFlows,
            SampleSet known,
            List<List<byte[]>> malicious,
            List<byte[]> unlabelled) {
        this.normalFlows = normalFlows;
        this.normal = samples(normalFlows);
        this.malicious = malicious;
        this.unlabelled = unlabelled;
        FreeBytes free = new FreeBytes(options.shape(), normal);
        this.outliers = new PseudoOutliers(options.shape(), normal, known, free, options.outliers());
        this.variations = new Variations(options.shape(), free, options.variations());
        this.views = new Views(options.views());
        Map<Integer, IntList> byKind = new TreeMap<>();
        for (int i = 0; i < normal.size(); i++) {
            byKind.computeIfAbsent(kind(options.shape(), normal.get(i)), key -> new IntList())
                    .add(i);
        }
        this.kinds = byKind.values().stream()
                .map(places -> ListViews.select(normal, places.toArray()))
                .toList();
        this.weights = new double[kinds.size()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += Math.sqrt(kinds.get(i).size());
            weights[i] = sum;
        }
    }

    static Samples of(TrainingOptions options, List<LabelledFlows> captures) {
        List<LabelledFlow> all = ListViews.concatenate(
                captures.stream().map(LabelledFlows::flows).toList());
        SampleSet known = new SampleSet(samples(all));
        IntList normal = new IntList();
        for (int i = 0; i < all.size(); i++) {
            LabelledFlow flow = all.get(i);
            if (flow.truth() == Truth.NORMAL && known.add(i, flow.sample())) {
                normal.add(i);
            }
        }
        // A flow that is normal elsewhere is no example of an attack, whatever its capture's label says.
        SampleSet attacks = new SampleSet(samples(all));
        Map<String, IntList> malicious = new LinkedHashMap<>();
        IntList unlabelled = new IntList();
        for (int i = 0; i < all.size(); i++) {
            LabelledFlow flow = all.get(i);
            if (flow.truth() == Truth.MALICIOUS && !known.contains(flow.sample()) && attacks.add(i, flow.sample())) {
                malicious.computeIfAbsent(flow.label(), label -> new IntList()).add(i);
            }
            if (flow.truth() == Truth.UNKNOWN && !known.contains(flow.sample())) {
                unlabelled.add(i);
            }
        }
        return new Samples(
                options,
                ListViews.select(all, normal.toArray()),
                known,
                malicious.values().stream()
                        .map(places -> samples(ListViews.select(all, places.toArray())))
                        .toList(),
                samples(ListViews.select(all, unlabelled.toArray())));
    }

    private static List<byte[]> samples(List<LabelledFlow> flows) {
        return ListViews.map(flows, LabelledFlow::sample);
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

    /** Where a normal sample was seen first. */
    NormalFlow origin(int index) {
        return normalFlows.get(index).origin();
    }

    /** Flows of which nothing is known. */
    List<byte[]> unlabelled() {
        return unlabelled;
    }

    int maliciousCount() {
        return malicious.stream().mapToInt(List::size).sum();
    }

    /** One of these, as it was seen or varied. */
    byte[] drawNormalOf(List<byte[]> some, RandomGenerator random) {
        return variations.of(some.get(random.nextInt(some.size())), random);
    }

    /** Normal flows as another day may have them, each once; each is made when it is asked for, always the same. */
    List<byte[]> varied(List<byte[]> flows, long seed) {
        return ListViews.of(flows.size(), i -> variations.of(flows.get(i), new SplittableRandom(seed ^ i * STEP)));
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
