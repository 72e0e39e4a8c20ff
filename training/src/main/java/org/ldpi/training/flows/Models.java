package org.ldpi.training.flows;

import java.nio.file.Path;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ServingModel;
import org.ldpi.model.jar.ModelJarReader;

/** Model files, made ready to score. */
public final class Models {
    private Models() {}

    /**
     * Reads a model, loads its encoder and checks that the golden samples have their scores on this machine.
     *
     * @throws ModelException when the file is no sound model, its architecture is not there, or the encoder gives other
     *     scores; the message names the file
     */
    public static ServingModel load(Path file) throws ModelException {
        return load(file, "");
    }

    /**
     * The same on an engine.
     *
     * @param engine empty for the preferred one
     * @throws ModelException as above
     */
    public static ServingModel load(Path file, String engine) throws ModelException {
        Model model = ModelJarReader.read(file);
        try {
            EncoderArchitecture architecture =
                    Services.architecture(model.encoder().architecture(), engine);
            Encoder encoder = architecture.load(model.encoder(), model.weights());
            ServingModel serving = new ServingModel(model, encoder);
            check(serving);
            return serving;
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": architecture " + e.getMessage(), e);
        } catch (EncoderException | ModelException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    private static void check(ServingModel serving) throws EncoderException, ModelException {
        Model model = serving.model();
        int count = model.golden().size();
        int size = model.signature().shape().size();
        byte[] samples = new byte[count * size];
        for (int i = 0; i < count; i++) {
            System.arraycopy(model.golden().get(i).sample(), 0, samples, i * size, size);
        }
        float[] scores = new float[count];
        serving.score(
                samples,
                count,
                model.centres().scorer(),
                new float[count * model.encoder().dimension()],
                scores);
        for (int i = 0; i < count; i++) {
            GoldenSample golden = model.golden().get(i);
            if (!golden.matches(scores[i])) {
                serving.retire();
                throw new ModelException("golden sample " + i + " scores " + scores[i] + " on this machine, "
                        + golden.score() + " where it was made");
            }
        }
    }
}
