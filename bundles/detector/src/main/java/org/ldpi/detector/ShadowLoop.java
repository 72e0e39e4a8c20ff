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
import org.ldpi.api.model.ModelId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores with the shadow what the active model has judged, in a thread of its own, so that a shadow that is slow or fails
 * holds nobody back. Flows for which there is no room in its bounded queue are skipped, and listeners are told how many.
 */
final class ShadowLoop implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowLoop.class);

    /** Flows that may wait for the shadow, each with its sample: some 10 MB. */
    private static final int CAPACITY = 16_384;

    private final CurrentBasis basis;
    private final BlockingQueue<Verdict> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicInteger skipped = new AtomicInteger();
    private final List<ShadowListener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this, "ldpi-shadow");
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

    /** Takes a flow if there is a shadow for such samples; does not wait. */
    void offer(Verdict verdict, VerdictBasis by) {
        VerdictBasis shadow = basis.shadow();
        if (shadow != null && shadow.takes(by.signature()) && !waiting.offer(verdict)) {
            skipped.incrementAndGet();
        }
    }

    /** One line that says what is wrong with the shadow; empty when nothing is. */
    String problem() {
        return problem;
    }

    @Override
    public void run() {
        List<Verdict> batch = new ArrayList<>();
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

    private void compare(List<Verdict> batch, int limit) {
        VerdictBasis shadow = basis.shadow();
        if (shadow == null || !shadow.model().acquire()) {
            // Flows that waited for a shadow that is none any more.
            problem = "";
            return;
        }
        try {
            // Those of another shape waited for another shadow.
            batch.removeIf(
                    verdict -> !verdict.flow().shape().equals(shadow.signature().shape()));
            if (batch.isEmpty()) {
                return;
            }
            ModelId id = shadow.model().model().id();
            int missed = skipped.getAndSet(0);
            if (score(shadow, batch, limit)) {
                tell(shadow, batch);
            } else {
                missed += batch.size();
            }
            if (missed > 0) {
                int number = missed;
                tell(listener -> listener.onSkipped(id, number));
            }
        } finally {
            shadow.model().release();
        }
    }

    private boolean score(VerdictBasis shadow, List<Verdict> batch, int limit) {
        if (scorer == null || !scorer.fits(shadow.model(), limit)) {
            scorer = new BatchScorer(shadow.model(), limit);
        }
        scorer.clear();
        batch.forEach(verdict -> scorer.add(verdict.flow().sample()));
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

    private void tell(VerdictBasis shadow, List<Verdict> batch) {
        int failed = 0;
        for (int i = 0; i < batch.size(); i++) {
            Verdict active = batch.get(i);
            float score = scorer.score(i);
            if (Float.isFinite(score)) {
                Verdict own = shadow.verdict(active.sequence(), active.flow(), score, scorer.centre(i));
                tell(listener -> listener.onShadow(active, own));
            } else {
                failed++;
            }
        }
        if (failed > 0) {
            int number = failed;
            tell(listener -> listener.onSkipped(shadow.model().model().id(), number));
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
