package org.ldpi.api.model;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.ldpi.api.encoder.EncoderSpec;

/**
 * A trained model: data only. Weights, centres, calibration and thresholds travel together and never mix with another
 * model's. Immutable.
 *
 * @param signature what it expects of samples
 * @param encoder the network that its weights belong to
 * @param weights read-only; each call of the accessor gives a view with its own position
 * @param thresholds by policy name, as computed when the model was made
 * @param golden samples with their scores, at least one
 * @param provenance how the model was made: data, seeds, options, versions
 * @param digest SHA-256 of the file it came from, hex; empty for a model that was never a file
 */
public record Model(
        ModelId id,
        ModelSignature signature,
        EncoderSpec encoder,
        ByteBuffer weights,
        Centres centres,
        Calibration calibration,
        Map<String, Double> thresholds,
        List<GoldenSample> golden,
        Map<String, String> provenance,
        String digest) {
    public Model {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(signature, "signature");
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(digest, "digest");
        if (!signature.shape().equals(encoder.shape())) {
            throw new IllegalArgumentException(
                    "model of shape " + signature.shape() + " with an encoder of shape " + encoder.shape());
        }
        if (centres.dimension() != encoder.dimension()) {
            throw new IllegalArgumentException("centres of dimension " + centres.dimension()
                    + " with an encoder of dimension " + encoder.dimension());
        }
        if (golden.isEmpty()) {
            throw new IllegalArgumentException("a model without golden samples");
        }
        for (GoldenSample sample : golden) {
            if (sample.sample().length != signature.shape().size()) {
                throw new IllegalArgumentException("a golden sample of " + sample.sample().length
                        + " bytes in a model of shape " + signature.shape());
            }
        }
        weights = weights.asReadOnlyBuffer();
        thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
        golden = List.copyOf(golden);
        provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
    }

    /** The weights, a read-only view with its own position. */
    @Override
    public ByteBuffer weights() {
        return weights.duplicate();
    }
}
