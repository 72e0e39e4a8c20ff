package org.ldpi.detector;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.detector.ShadowListener;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A detector with one scoring thread of its own. Models, policies, listeners and options may change at any time; the
 * next batch goes by them and no head is lost.
 *
 * <p>While there is no model or no threshold, heads wait in the bounded queue. Heads whose signature is not the active
 * model's are counted as unfit when their turn comes.
 */
final class BatchDetector implements Detector, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchDetector.class);
    private static final Duration LAST_BATCH = Duration.ofSeconds(30);

    private final HeadQueue queue;
    private final CurrentBasis basis;
    private final Tally tally = new Tally();
    private final RecentVerdicts recent;
    private final VerdictListeners listeners = new VerdictListeners();
    private final ShadowLoop shadow;
    private final ScoringLoop loop;
    private final Thread thread;
    private volatile String optionsProblem = "";

    BatchDetector(DetectorOptions options) {
        basis = new CurrentBasis(options);
        queue = new HeadQueue(options.queue(), basis::earlier);
        recent = new RecentVerdicts(options.recent());
        shadow = new ShadowLoop(basis);
        loop = new ScoringLoop(queue, basis, tally, recent, listeners, shadow);
        thread = new Thread(loop, "ldpi-scoring");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
        shadow.start();
    }

    /** Goes by these options from the next batch on. */
    void options(DetectorOptions options) {
        basis.options(options);
        queue.capacity(options.queue());
        recent.capacity(options.recent());
        optionsProblem = "";
    }

    /** Says in the status why options that were given are not in force. */
    void optionsProblem(String problem) {
        optionsProblem = problem;
    }

    /** A model becomes the active one; heads that wait and were made for other samples stay with the one before. */
    void add(ServingModel model) {
        basis.add(model);
        queue.modelChanged();
    }

    void remove(ServingModel model) {
        basis.remove(model);
    }

    /** A model becomes the shadow: it scores beside the active one, in a thread of its own. */
    void addShadow(ServingModel model) {
        basis.addShadow(model);
    }

    void removeShadow(ServingModel model) {
        basis.removeShadow(model);
    }

    void add(ShadowListener listener) {
        shadow.add(listener);
    }

    void remove(ShadowListener listener) {
        shadow.remove(listener);
    }

    void add(ThresholdPolicy policy) {
        basis.add(policy);
    }

    void remove(ThresholdPolicy policy) {
        basis.remove(policy);
    }

    /** Other calibration scores count instead of a model's own. */
    void add(CalibrationOverlay overlay) {
        basis.add(overlay);
    }

    void remove(CalibrationOverlay overlay) {
        basis.remove(overlay);
    }

    /** A policy gives other thresholds than before. */
    void policyChanged() {
        basis.policyChanged();
    }

    void add(VerdictListener listener) {
        listeners.add(listener);
    }

    void remove(VerdictListener listener) {
        listeners.remove(listener);
    }

    @Override
    public boolean offer(FlowHead head, ModelSignature signature) {
        return queue.offer(head, signature);
    }

    @Override
    public void put(FlowHead head, ModelSignature signature) throws InterruptedException {
        queue.put(head, signature);
    }

    @Override
    public void offerShadow(FlowHead head, ModelSignature signature) {
        shadow.offer(head, signature);
    }

    @Override
    public boolean awaitDecided(Duration atMost) throws InterruptedException {
        return tally.await(queue.counts().accepted(), atMost);
    }

    @Override
    public List<Verdict> recent(int limit) {
        return recent.newest(limit);
    }

    @Override
    public DetectorStatus status() {
        Tally.Counts done = tally.counts();
        HeadQueue.Counts came = queue.counts();
        VerdictBasis now = basis.peek();
        return new DetectorStatus(
                came.accepted() + came.refused(),
                done.scored(),
                done.anomalies(),
                came.refused(),
                done.unfit(),
                done.failed(),
                done.batches(),
                came.waiting(),
                came.capacity(),
                now == null ? "" : now.model().model().id().toString(),
                now == null ? null : now.threshold(),
                condition(came));
    }

    private String condition(HeadQueue.Counts came) {
        String full = came.waiting() >= came.capacity() ? "the queue is full" : "";
        String problems = Stream.of(
                        loop.problem(), basis.problem(), optionsProblem, full, listeners.problem(), shadow.problem())
                .filter(problem -> !problem.isEmpty())
                .collect(Collectors.joining("; "));
        return problems.isEmpty() ? "ok" : problems;
    }

    /** Stops after the batch under way. Heads that still wait get no verdict; their number is logged. */
    @Override
    public void close() {
        queue.close();
        basis.close();
        shadow.close();
        try {
            thread.join(LAST_BATCH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.abandon();
        int waiting = queue.counts().waiting();
        if (waiting > 0) {
            LOG.warn("{} flow heads were waiting when the detector stopped and got no verdict", waiting);
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "the scoring thread is still in its last batch after {} s",
                    TimeUnit.MILLISECONDS.toSeconds(LAST_BATCH.toMillis()));
        }
    }
}
