package org.ldpi.model.check;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ServingModel;

/**
 * Loads a model's encoder and holds it to the golden scores, all at once and one alone: that checks the encoder on this
 * machine and warms it. Stateless, thread-safe.
 */
public final class GoldenCheck {
    private static final int MOST_AT_ONCE = 256;

    private GoldenCheck() {}

    /**
     * A model that may serve at once, for one thread.
     *
     * @throws ModelException when the encoder cannot be loaded or gives other scores; nothing stays loaded then
     */
    public static ServingModel load(Model model, EncoderArchitecture architecture) throws ModelException {
        return load(model, architecture, Runnable::run);
    }

    /**
     * A model that may serve at once.
     *
     * @param closing see {@link ServingModel#ServingModel(Model, Encoder, Executor)}
     * @throws ModelException when the encoder cannot be loaded or gives other scores; nothing stays loaded then
     */
    public static ServingModel load(Model model, EncoderArchitecture architecture, Executor closing)
            throws ModelException {
        try {
            return Unhurried.call(() -> checked(model, architecture, closing));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelException refused) {
                throw new ModelException(refused.getMessage(), refused);
            }
            throw new ModelException("the encoder cannot be loaded: " + e.getCause(), e.getCause());
        }
    }

    private static ServingModel checked(Model model, EncoderArchitecture architecture, Executor closing)
            throws ModelException {
        ServingModel serving = serving(model, architecture, closing);
        boolean sound = false;
        try {
            compare(serving, 1);
            compare(serving, Math.min(model.golden().size(), MOST_AT_ONCE));
            sound = true;
            return serving;
        } finally {
            if (!sound) {
                serving.retire();
            }
        }
    }

    private static ServingModel serving(Model model, EncoderArchitecture architecture, Executor closing)
            throws ModelException {
        Encoder encoder;
        try {
            encoder = architecture.load(model.encoder(), model.weights());
        } catch (EncoderException e) {
            throw new ModelException("the encoder cannot be loaded: " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw new ModelException("the encoder cannot be loaded: " + e, e);
        }
        try {
            return new ServingModel(model, encoder, closing);
        } catch (IllegalArgumentException e) {
            encoder.close();
            throw new ModelException(e.getMessage(), e);
        }
    }

    private static void compare(ServingModel serving, int batch) throws ModelException {
        Model model = serving.model();
        List<GoldenSample> golden = model.golden();
        int size = model.signature().shape().size();
        byte[] samples = new byte[batch * size];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(golden.get(i % golden.size()).sample(), 0, samples, i * size, size);
        }
        Centres centres = model.centres();
        float[] scores = new float[batch];
        try {
            serving.score(samples, batch, centres.scorer(), new float[batch * centres.dimension()], scores);
        } catch (EncoderException e) {
            throw new ModelException("the encoder failed on a golden sample: " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw new ModelException("the encoder failed on a golden sample: " + e, e);
        }
        for (int i = 0; i < batch; i++) {
            GoldenSample sample = golden.get(i % golden.size());
            if (!sample.matches(scores[i])) {
                throw new ModelException("golden sample " + i % golden.size() + " has the score " + scores[i]
                        + " here and " + sample.score() + " where the model was made");
            }
        }
    }
}
