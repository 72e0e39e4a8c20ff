package org.ldpi.api.model;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The models that a controller knows. A service; thread-safe. */
@ProviderType
public interface ModelRepository {
    /** EventAdmin topic of changes of state; properties {@code model}, {@code state}, {@code detail}. */
    String TOPIC = "org/ldpi/model/STATE";

    /** All models, the active one first, then by id. */
    List<ModelEntry> list();

    /**
     * Makes a model the active one. What served before is retired when the last batch under way has left it.
     *
     * @param id {@code name:version}, or the name alone where only one version is there
     * @throws ModelException when there is no such model or it may not serve; nothing has changed then
     */
    void activate(String id) throws ModelException;
}
