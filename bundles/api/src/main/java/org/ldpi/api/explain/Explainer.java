package org.ldpi.api.explain;

import org.ldpi.api.detector.Verdict;
import org.osgi.annotation.versioning.ProviderType;

/** Tells why flows got their scores. A service; thread-safe. */
@ProviderType
public interface Explainer {
    /**
     * Explains a verdict. Takes some milliseconds of the caller's thread: not for the one that scores.
     *
     * @throws ExplanationException when the model that scored the flow serves no longer, no normal flow is known that it could
     *     be compared with, or the encoder failed
     */
    Explanation explain(Verdict verdict) throws ExplanationException;
}
