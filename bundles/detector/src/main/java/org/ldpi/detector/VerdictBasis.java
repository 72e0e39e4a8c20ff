package org.ldpi.detector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.Threshold;

/**
 * Everything a verdict depends on beside the head, as one snapshot: a batch is decided by one of these as a whole.
 *
 * @param configuration digest of the configuration in force
 */
record VerdictBasis(ServingModel model, Threshold threshold, String configuration) {
    private static final int DIGEST_BYTES = 4;

    /** The basis of a model's verdicts; the digest covers what changes a verdict and nothing else. */
    static VerdictBasis of(ServingModel model, Threshold threshold, DetectorOptions options) {
        ModelSignature signature = model.model().signature();
        String text = signature + " policy=" + options.policy() + " value=" + options.value();
        return new VerdictBasis(model, threshold, digest(text));
    }

    /** What is said of a flow with this score. */
    Verdict verdict(long sequence, Flow flow, float score, int centre) {
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
