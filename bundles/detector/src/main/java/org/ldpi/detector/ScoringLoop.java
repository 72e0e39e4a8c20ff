package org.ldpi.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scoring thread's duty cycle: wait for heads, acquire what they are decided by, score what is there as one batch,
 * tell the verdicts. Heads leave the queue only when there is a model to score them.
 */
final class ScoringLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ScoringLoop.class);

    private final HeadQueue queue;
    private final CurrentBasis basis;
    private final Tally tally;
    private final RecentVerdicts recent;
    private final VerdictListeners listeners;
    private final List<HeadQueue.Slot> batch = new ArrayList<>();
    private final List<FlowHead> fitting = new ArrayList<>();
    private BatchScorer scorer;
    private long sequence;
    private volatile String problem = "";

    ScoringLoop(HeadQueue queue, CurrentBasis basis, Tally tally, RecentVerdicts recent, VerdictListeners listeners) {
        this.queue = queue;
        this.basis = basis;
        this.tally = tally;
        this.recent = recent;
        this.listeners = listeners;
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
        if (!queue.awaitHeads(options.batch(), TimeUnit.MICROSECONDS.toNanos(options.lingerMicros()))) {
            return false;
        }
        VerdictBasis now = basis.acquire();
        if (now == null) {
            return false;
        }
        try {
            queue.drain(batch, options.batch());
            decide(now, options.batch());
        } finally {
            now.model().release();
            queue.giveBack(batch);
        }
        return true;
    }

    private void decide(VerdictBasis now, int limit) {
        if (scorer == null || !scorer.fits(now.model(), limit)) {
            scorer = new BatchScorer(now.model(), limit);
        }
        scorer.clear();
        fitting.clear();
        for (HeadQueue.Slot slot : batch) {
            if (slot.signature().equals(now.model().model().signature())) {
                scorer.add(slot.head());
                fitting.add(slot.head());
            }
        }
        int unfit = batch.size() - fitting.size();
        if (fitting.isEmpty()) {
            tally.add(new Tally.Counts(0, 0, unfit, 0, 0));
        } else if (score()) {
            tally.add(tell(now, unfit));
        } else {
            tally.add(new Tally.Counts(0, 0, unfit, fitting.size(), 0));
        }
    }

    private boolean score() {
        try {
            scorer.score();
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

    private Tally.Counts tell(VerdictBasis now, int unfit) {
        int anomalies = 0;
        int failed = 0;
        for (int i = 0; i < fitting.size(); i++) {
            float score = scorer.score(i);
            if (!Float.isFinite(score)) {
                // Neither normal nor anomalous, and no reason to lose the rest of the batch.
                failed++;
                fail("the encoder gave an embedding that is not finite", null);
                continue;
            }
            boolean anomaly = score > now.threshold().value();
            Verdict verdict = new Verdict(
                    ++sequence,
                    Flow.of(fitting.get(i)),
                    score,
                    scorer.centre(i),
                    anomaly,
                    now.threshold(),
                    now.model().model().id(),
                    now.configuration());
            recent.add(verdict);
            listeners.tell(verdict);
            if (anomaly) {
                anomalies++;
            }
        }
        return new Tally.Counts(fitting.size() - failed, anomalies, unfit, failed, 1);
    }
}
