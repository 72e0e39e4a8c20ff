package org.ldpi.model.check;

import java.util.Objects;
import org.ldpi.api.model.Model;

/**
 * A model with who vouches for it.
 *
 * @param signer one line on who signed its jar; empty where nobody did
 */
public record SignedModel(Model model, String signer) {
    public SignedModel {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(signer, "signer");
    }
}
