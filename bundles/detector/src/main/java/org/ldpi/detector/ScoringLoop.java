package org.ldpi.detector;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.model.ServingModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scoring thread's duty cycle: wait for heads, acquire what they are decided by, score what is there as one batch,
 * tell the verdicts. Heads leave the queue only when there is a model to score them. Heads that were made for a model
 * before the present one are a batch of their own, scored by that one.
 */
final class ScoringLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ScoringLoop.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final HeadQueue queue;
    private final CurrentBasis basis;
    private final Tally tally;
    private final RecentVerdicts recent;
    private final VerdictListeners listeners;
    private final ShadowLoop shadow;
    private final BatchLimit limit = new BatchLimit();
    private final List<HeadQueue.Slot> batch = new ArrayList<>();
    private List<Part> parts = new ArrayList<>();
    private long sequence;
    private volatile String problem = "";

    /** The heads of a batch that are scored by one model. */
    private static final class Part {
        private final ServingModel model;
        private final BatchScorer scorer;
        private boolean scored;
        private int told;

        Part(ServingModel model, BatchScorer scorer) {
            this.model = model;
            this.scorer = scorer;
            scorer.clear();
        }
    }

    ScoringLoop(
            HeadQueue queue,
            CurrentBasis basis,
            Tally tally,
            RecentVerdicts recent,
            VerdictListeners listeners,
            ShadowLoop shadow) {
        this.queue = queue;
        this.basis = basis;
        this.tally = tally;
        this.recent = recent;
        this.listeners = listeners;
        this.shadow = shadow;
    }

    @Override
    public void run() {
        try {
            boolean goOn = true;
            while (goOn) {
                goOn = cycle();
            }
        } catch (InterruptedException e) {
            problem = "scoring was interrupted";
            LOG.warn(problem);
        } catch (RuntimeException | Error e) {
            problem = "scoring ended: " + e;
            LOG.error(problem, e);
            throw e;
        }
    }

    /** One line that says what went wrong with the last batch; empty when nothing did. */
    String problem() {
        return problem;
    }

    private boolean cycle() throws InterruptedException {
        DetectorOptions options = basis.options();
        if (!queue.awaitHeads(limit.heads(options), TimeUnit.MICROSECONDS.toNanos(options.lingerMicros()))) {
            return false;
        }
        VerdictBasis now = basis.acquire();
        if (now == null) {
            return false;
        }
        try {
            queue.drain(batch, limit.heads(now.model(), options));
            long began = busyNanos();
            decide(now, options.batch());
            limit.took(batch.size(), busyNanos() - began, options);
        } finally {
            now.model().release();
            queue.giveBack(batch);
        }
        return true;
    }

    /**
     * Processor time of this thread where the machine tells it: where others keep the processors busy, smaller batches would
     * only cost more.
     */
    private static long busyNanos() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private void decide(VerdictBasis now, int limit) {
        List<Part> before = parts;
        parts = new ArrayList<>();
        int unfit = 0;
        for (HeadQueue.Slot slot : batch) {
            VerdictBasis by = basis(slot, now);
            if (by == null) {
                unfit++;
            } else {
                part(by.model(), limit, before).scorer.add(slot.head());
            }
        }
        int batches = 0;
        for (Part part : parts) {
            part.scored = score(part);
            batches += part.scored ? 1 : 0;
        }
        tally.add(tell(now, unfit, batches));
    }

    /** What a head is decided by, or null where its sample fits nobody. */
    private static VerdictBasis basis(HeadQueue.Slot slot, VerdictBasis now) {
        if (slot.earlier() != null) {
            return slot.earlier();
        }
        return now.takes(slot.signature()) ? now : null;
    }

    private Part part(ServingModel model, int limit, List<Part> before) {
        Part known = part(model);
        if (known != null) {
            return known;
        }
        BatchScorer scorer = before.stream()
                .map(part -> part.scorer)
                .filter(used -> used.fits(model, limit))
                .findFirst()
                .orElseGet(() -> new BatchScorer(model, limit));
        Part part = new Part(model, scorer);
        parts.add(part);
        return part;
    }

    private Part part(ServingModel model) {
        for (Part part : parts) {
            if (part.model == model) {
                return part;
            }
        }
        return null;
    }

    private boolean score(Part part) {
        try {
            part.scorer.score();
            recover();
            return true;
        } catch (EncoderException | RuntimeException | LinkageError e) {
            fail("the last batch failed: " + (e instanceof EncoderException ? e.getMessage() : e), e);
            return false;
        }
    }

    private void fail(String text, Throwable cause) {
        // Every batch may fail alike, so only a change is worth a line.
        if (!text.equals(problem)) {
            LOG.error(text, cause);
        }
        problem = text;
    }

    private void recover() {
        if (!problem.isEmpty()) {
            problem = "";
            LOG.info("scoring works again");
        }
    }

    /** Tells the verdicts in the order in which heads came. */
    private Tally.Counts tell(VerdictBasis now, int unfit, int batches) {
        int scored = 0;
        int anomalies = 0;
        int failed = 0;
        for (HeadQueue.Slot slot : batch) {
            VerdictBasis by = basis(slot, now);
            if (by == null) {
                continue;
            }
            Part part = part(by.model());
            int i = part.told++;
            float score = part.scored ? part.scorer.score(i) : Float.NaN;
            if (!Float.isFinite(score)) {
                // Neither normal nor anomalous, and no reason to lose the rest of the batch.
                failed++;
                if (part.scored) {
                    fail("the encoder gave an embedding that is not finite", null);
                }
                continue;
            }
            Verdict verdict = by.verdict(++sequence, Flow.of(slot.head()), score, part.scorer.centre(i));
            recent.add(verdict);
            listeners.tell(verdict);
            shadow.offer(verdict, by);
            scored++;
            anomalies += verdict.anomaly() ? 1 : 0;
        }
        return new Tally.Counts(scored, anomalies, unfit, failed, batches);
    }
}
