package org.ldpi.training.checkpoint;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.encoder.purejava.JavaResNet1DFloat32;
import org.ldpi.encoder.purejava.JavaResNet1DInt8;
import org.ldpi.training.flows.Services;

/** Models of {@code resnet1d} in the forms that run in pure Java alone. Stateless. */
public enum PureJavaForm {
    /** The weights as they are. */
    FLOAT32(JavaResNet1DFloat32.NAME),
    /** One byte a weight. */
    INT8(JavaResNet1DInt8.NAME);

    /** The architecture that there are such forms of. */
    public static final String OF = "resnet1d";

    private final String architecture;

    PureJavaForm(String architecture) {
        this.architecture = architecture;
    }

    /**
     * This form of a model: its centres, golden samples scored anew, and its identity with the form at the end of the version.
     *
     * @param normal samples of normal flows that the model was not trained on, whose scores become its calibration; where
     *     there are none, the calibration stays
     * @throws IllegalArgumentException when the model is of another architecture
     */
    public Model of(Model model, List<byte[]> normal) throws EncoderException {
        EncoderSpec from = model.encoder();
        if (!from.architecture().equals(OF)) {
            throw new IllegalArgumentException("a model of " + from.architecture() + "; only " + OF
                    + " has a form with one byte a weight, or in pure Java");
        }
        EncoderSpec spec = new EncoderSpec(architecture, from.shape(), from.dimension(), from.options());
        ByteBuffer weights = this == INT8 ? JavaResNet1DInt8.quantized(from, model.weights()) : model.weights();
        try (Encoder encoder = Services.architecture(architecture).load(spec, weights.duplicate())) {
            ImportedModel form = new ImportedModel(encoder, spec, weights);
            List<byte[]> samples =
                    model.golden().stream().map(GoldenSample::sample).toList();
            Map<String, String> provenance = new TreeMap<>(model.provenance());
            provenance.put(this == INT8 ? "quantized" : "taken from", model.id() + " with digest " + model.digest());
            provenance.put(
                    "calibration",
                    normal.isEmpty() ? "scores of " + model.id() : normal.size() + " flows of another capture");
            Calibration calibration =
                    normal.isEmpty() ? model.calibration() : form.calibration(model.centres(), normal);
            return form.model(
                    new ModelId(model.id().name(), model.id().version() + architecture.substring(OF.length())),
                    model.signature(),
                    model.centres(),
                    calibration,
                    form.goldenOf(model.centres(), samples),
                    Services.all(ThresholdPolicy.class),
                    provenance);
        }
    }
}
