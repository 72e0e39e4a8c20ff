package org.ldpi.model.check;

import java.nio.file.Path;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.model.jar.ModelSource;

/** Reads models and holds them to their signature. Immutable, thread-safe. */
public record ModelReading(SignatureCheck signature) {
    /**
     * Reads a model from its entries.
     *
     * @throws ModelException when they are not those of a sound model, or its signature is not as it has to be
     */
    public SignedModel read(ModelSource source) throws ModelException {
        // First the form: it bounds what is read of each entry.
        Model model = ModelJarReader.read(source);
        return new SignedModel(model, signature.check(source));
    }

    /** The same for a file. */
    public SignedModel read(Path file) throws ModelException {
        return ModelJarReader.open(file, this::read);
    }
}
