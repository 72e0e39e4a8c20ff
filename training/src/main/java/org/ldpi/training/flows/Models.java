package org.ldpi.training.flows;

import java.nio.file.Path;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ServingModel;
import org.ldpi.model.check.GoldenCheck;
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
            return GoldenCheck.load(model, architecture);
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": architecture " + e.getMessage(), e);
        } catch (ModelException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }
}
