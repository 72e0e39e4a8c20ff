package org.ldpi.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.ldpi.api.detector.ShadowListener;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.model.ModelComparison;
import org.ldpi.api.model.ModelId;

/** What the active model and its shadow say of the same flows, in bounded memory. Thread-safe. */
final class Comparison implements ShadowListener {
    private static final int LARGEST = 10;
    /** Of flows over one threshold and under the other, none is less than one on which both agree. */
    private static final double DISAGREEMENT = 1e6;

    private static final class Side {
        private final ModelId model;
        private final AlertRate rate = new AlertRate();
        private final ScoreQuantiles scores = new ScoreQuantiles();
        private double threshold = Double.NaN;

        Side(ModelId model) {
            this.model = model;
        }

        void add(Verdict verdict) {
            rate.add(verdict);
            scores.add(verdict.score());
            threshold = verdict.threshold().value();
        }

        ModelComparison.Side snapshot() {
            return new ModelComparison.Side(
                    model.toString(), rate.flows(), threshold, rate.anomalies(), rate.perHour(), scores.quantiles());
        }
    }

    private record Pair(Verdict active, Verdict shadow, double distance) {
        Pair(Verdict active, Verdict shadow) {
            this(
                    active,
                    shadow,
                    Math.abs(excess(active) - excess(shadow))
                            + (active.anomaly() == shadow.anomaly() ? 0 : DISAGREEMENT));
        }

        /** How far over or under its threshold, in powers of two. */
        private static double excess(Verdict verdict) {
            return log2(verdict.score()) - log2(verdict.threshold().value());
        }

        private static double log2(double value) {
            return Math.log(Math.max(value, Float.MIN_NORMAL)) / Math.log(2);
        }

        ModelComparison.Difference difference() {
            return new ModelComparison.Difference(
                    active.flow(), active.score(), active.anomaly(), shadow.score(), shadow.anomaly());
        }
    }

    private final Side active;
    private final Side shadow;
    private final PriorityQueue<Pair> largest = new PriorityQueue<>(Comparator.comparingDouble(Pair::distance));
    private long flows;
    private long agreed;
    private long skipped;

    Comparison(ModelId active, ModelId shadow) {
        this.active = new Side(active);
        this.shadow = new Side(shadow);
    }

    /** Takes a flow that these two have judged; those of others are still on their way from before. */
    @Override
    public synchronized void onShadow(Verdict byActive, Verdict byShadow) {
        if (!byActive.model().equals(active.model) || !byShadow.model().equals(shadow.model)) {
            return;
        }
        flows++;
        active.add(byActive);
        shadow.add(byShadow);
        if (byActive.anomaly() == byShadow.anomaly()) {
            agreed++;
        }
        Pair pair = new Pair(byActive, byShadow);
        if (largest.size() < LARGEST) {
            largest.add(pair);
        } else if (pair.distance() > largest.peek().distance()) {
            largest.poll();
            largest.add(pair);
        }
    }

    @Override
    public synchronized void onUnpaired(Verdict verdict) {
        if (verdict.model().equals(active.model)) {
            active.add(verdict);
        } else if (verdict.model().equals(shadow.model)) {
            shadow.add(verdict);
        }
    }

    @Override
    public synchronized void onSkipped(ModelId model, int flows) {
        if (model.equals(shadow.model)) {
            skipped += flows;
        }
    }

    /** Flows that both have judged. */
    synchronized long flows() {
        return flows;
    }

    /** The shadow's alerts in an hour of traffic. */
    synchronized double shadowAlertsPerHour() {
        return shadow.rate.perHour();
    }

    /** The shadow's alert rate in words. */
    synchronized String shadowRate() {
        return shadow.rate.toString();
    }

    synchronized ModelComparison snapshot() {
        List<Pair> pairs = new ArrayList<>(largest);
        pairs.sort(Comparator.comparingDouble(Pair::distance).reversed());
        return new ModelComparison(
                active.snapshot(),
                shadow.snapshot(),
                flows,
                agreed,
                skipped,
                shadow.rate.traffic(),
                pairs.stream().map(Pair::difference).toList());
    }
}
