package org.ldpi.detector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.RunningThreshold;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * Everything a verdict depends on beside the head, as one snapshot: a batch is decided by one of these as a whole. Verdicts are
 * made by one thread; any may look at the rest.
 */
final class VerdictBasis {
    private static final int DIGEST_BYTES = 4;

    private final ServingModel model;
    private final ThresholdPolicy policy;
    private final DetectorOptions options;
    private final CalibrationOverlay overlay;
    private final RunningThreshold running;
    private final String configuration;
    private volatile Threshold latest;

    /**
     * The basis of verdicts by a policy; the digest covers what changes a verdict and nothing else.
     *
     * @param overlay the calibration that counts instead of the model's own, or null
     */
    static VerdictBasis by(
            ServingModel model, ThresholdPolicy policy, DetectorOptions options, CalibrationOverlay overlay) {
        Calibration calibration = overlay == null ? model.model().calibration() : overlay.calibration();
        return new VerdictBasis(
                model, policy, options, overlay, policy.threshold(calibration), policy.running(calibration));
    }

    /** The basis of verdicts by a threshold that stays. */
    static VerdictBasis by(ServingModel model, Threshold fixed, DetectorOptions options) {
        return new VerdictBasis(model, null, options, null, fixed, score -> fixed);
    }

    private VerdictBasis(
            ServingModel model,
            ThresholdPolicy policy,
            DetectorOptions options,
            CalibrationOverlay overlay,
            Threshold first,
            RunningThreshold running) {
        this.model = model;
        this.policy = policy;
        this.options = options;
        this.overlay = overlay;
        this.running = running;
        latest = first;
        String text = model.model().signature() + " policy=" + options.policy() + " value=" + options.value();
        configuration = digest(overlay == null ? text : text + " recalibrated=" + overlay.since());
    }

    /** Whether it is what {@link #by} would make of these, but for the flows that it has seen. */
    boolean isOf(ServingModel ofModel, ThresholdPolicy by, DetectorOptions with, CalibrationOverlay on) {
        return model == ofModel && policy == by && options.equals(with) && Objects.equals(overlay, on);
    }

    ServingModel model() {
        return model;
    }

    /** The threshold of the last verdict. */
    Threshold threshold() {
        return latest;
    }

    /** What is said of a flow with this score. */
    Verdict verdict(long sequence, Flow flow, float score, int centre) {
        Threshold threshold = running.next(score);
        latest = threshold;
        return new Verdict(
                sequence,
                flow,
                score,
                centre,
                score > threshold.value(),
                threshold,
                model.model().id(),
                configuration);
    }

    /** The samples that its model takes. */
    ModelSignature signature() {
        return model.model().signature();
    }

    boolean takes(ModelSignature samples) {
        return signature().equals(samples);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
