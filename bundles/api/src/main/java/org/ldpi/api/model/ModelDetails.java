package org.ldpi.api.model;

import java.util.Map;
import org.ldpi.api.encoder.EncoderSpec;

/**
 * A model without its data.
 *
 * @param digest see {@link Model#digest()}
 * @param signer the subject of the certificate that its jar is signed with, and whether that is a trusted one; empty where
 *     it is not signed
 * @param weightBytes length of the weights
 * @param centres how many centres of normal traffic it has
 * @param calibrationFlows how many flows its thresholds are made of
 * @param goldenSamples how many samples its scores were checked with
 * @param thresholds by policy, as computed when it was made
 * @param provenance how it was made
 */
public record ModelDetails(
        ModelId id,
        ModelSignature signature,
        EncoderSpec encoder,
        String digest,
        String signer,
        long weightBytes,
        int centres,
        int calibrationFlows,
        int goldenSamples,
        Map<String, Double> thresholds,
        Map<String, String> provenance) {
    /** The details of a model. */
    public static ModelDetails of(Model model, String signer) {
        return new ModelDetails(
                model.id(),
                model.signature(),
                model.encoder(),
                model.digest(),
                signer,
                model.weights().remaining(),
                model.centres().count(),
                model.calibration().size(),
                model.golden().size(),
                model.thresholds(),
                model.provenance());
    }
}
