package org.ldpi.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.ldpi.api.detector.ShadowListener;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores with the shadow what the active model has judged, in a thread of its own, so that a shadow that is slow or fails
 * holds nobody back. Flows for which there is no room in its bounded queue are skipped, and listeners are told how many.
 *
 * <p>A shadow that takes the same samples scores those of the active model's verdicts. One that takes others scores heads
 * that were made for it, and its verdicts are compared with the active model's on the same flows, see {@link FlowPairs}.
 */
final class ShadowLoop implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowLoop.class);

    /** Flows that may wait for the shadow, each with its sample: some 10 MB. */
    private static final int CAPACITY = 16_384;
    /** Verdicts are numbered by the active model, and this flow has none of it yet. */
    private static final int UNNUMBERED = 0;

    /**
     * A flow that waits.
     *
     * @param active the active model's verdict; null for a head that was made for the shadow
     * @param signature how the sample was made
     */
    private record Waiting(Flow flow, Verdict active, ModelSignature signature) {}

    private final CurrentBasis basis;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicInteger skipped = new AtomicInteger();
    private final List<ShadowListener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this, "ldpi-shadow");
    private final FlowPairs pairs = new FlowPairs(new Told());
    private VerdictBasis compared;
    private BatchScorer scorer;
    private volatile String problem = "";

    ShadowLoop(CurrentBasis basis) {
        this.basis = basis;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void add(ShadowListener listener) {
        listeners.add(listener);
    }

    void remove(ShadowListener listener) {
        listeners.remove(listener);
    }

    /** Takes a flow if there is a shadow; does not wait. */
    void offer(Verdict verdict, VerdictBasis by) {
        if (basis.shadow() != null) {
            offer(new Waiting(verdict.flow(), verdict, by.signature()));
        }
    }

    /** Takes a head if there is a shadow that takes such samples; does not wait. */
    void offer(FlowHead head, ModelSignature signature) {
        VerdictBasis shadow = basis.shadow();
        if (shadow != null && shadow.takes(signature)) {
            offer(new Waiting(Flow.of(head), null, signature));
        }
    }

    private void offer(Waiting flow) {
        if (!waiting.offer(flow)) {
            skipped.incrementAndGet();
        }
    }

    /** One line that says what is wrong with the shadow; empty when nothing is. */
    String problem() {
        return problem;
    }

    @Override
    public void run() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (true) {
                int limit = basis.options().batch();
                batch.add(waiting.take());
                waiting.drainTo(batch, limit - 1);
                compare(batch, limit);
                batch.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("closed", e);
        } catch (RuntimeException | Error e) {
            problem = "the shadow scores no more: " + e;
            LOG.error(problem, e);
            throw e;
        }
    }

    private void compare(List<Waiting> batch, int limit) {
        VerdictBasis shadow = basis.shadow();
        if (shadow == null || !shadow.model().acquire()) {
            // Flows that waited for a shadow that is none any more.
            problem = "";
            return;
        }
        try {
            if (compared == null || compared.model() != shadow.model()) {
                compared = shadow;
                pairs.clear();
            }
            List<Waiting> own = new ArrayList<>();
            for (Waiting flow : batch) {
                if (shadow.takes(flow.signature())) {
                    own.add(flow);
                } else if (flow.active() != null) {
                    pairs.active(flow.active());
                }
                // Another head was made for another shadow.
            }
            ModelId id = shadow.model().model().id();
            int missed = skipped.getAndSet(0);
            if (!own.isEmpty()) {
                if (score(shadow, own, limit)) {
                    tell(shadow, own);
                } else {
                    missed += own.size();
                }
            }
            if (missed > 0) {
                int number = missed;
                tell(listener -> listener.onSkipped(id, number));
            }
        } finally {
            shadow.model().release();
        }
    }

    private boolean score(VerdictBasis shadow, List<Waiting> batch, int limit) {
        if (scorer == null || !scorer.fits(shadow.model(), limit)) {
            scorer = new BatchScorer(shadow.model(), limit);
        }
        scorer.clear();
        batch.forEach(flow -> scorer.add(flow.flow().sample()));
        try {
            scorer.score();
            problem = "";
            return true;
        } catch (EncoderException | RuntimeException | LinkageError e) {
            String text = "the shadow's last batch failed: " + (e instanceof EncoderException ? e.getMessage() : e);
            if (!text.equals(problem)) {
                LOG.error(text, e);
            }
            problem = text;
            return false;
        }
    }

    private void tell(VerdictBasis shadow, List<Waiting> batch) {
        int failed = 0;
        for (int i = 0; i < batch.size(); i++) {
            Waiting flow = batch.get(i);
            float score = scorer.score(i);
            if (!Float.isFinite(score)) {
                failed++;
            } else if (flow.active() == null) {
                pairs.shadow(shadow.verdict(UNNUMBERED, flow.flow(), score, scorer.centre(i)));
            } else {
                Verdict active = flow.active();
                Verdict own = shadow.verdict(active.sequence(), flow.flow(), score, scorer.centre(i));
                tell(listener -> listener.onShadow(active, own));
            }
        }
        if (failed > 0) {
            int number = failed;
            tell(listener -> listener.onSkipped(shadow.model().model().id(), number));
        }
    }

    private final class Told implements FlowPairs.Outcome {
        @Override
        public void pair(Verdict active, Verdict shadow) {
            tell(listener -> listener.onShadow(active, shadow));
        }

        @Override
        public void single(Verdict verdict) {
            tell(listener -> listener.onUnpaired(verdict));
        }
    }

    private void tell(Consumer<ShadowListener> news) {
        for (ShadowListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                String text = "shadow listener " + listener.getClass().getName() + " failed: " + e;
                if (!text.equals(problem)) {
                    LOG.warn(text, e);
                }
                problem = text;
            }
        }
    }

    /** Stops after the batch under way. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
