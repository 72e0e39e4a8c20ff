package org.ldpi.api.model;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The models that a controller knows, and which of them score flows. A service; thread-safe.
 *
 * <p>Wherever a model is named, it is by {@code name:version}, or by the name alone where only one version is there. A
 * command that fails has changed nothing: what ran, runs on. One that returned is remembered and in force again after a
 * restart.
 */
@ProviderType
public interface ModelRepository {
    /** EventAdmin topic of changes of state; properties {@code model}, {@code state}, {@code detail}. */
    String TOPIC = "org/ldpi/model/STATE";

    /** All models, the active one first, then by id. */
    List<ModelEntry> list();

    /**
     * What a model says of itself.
     *
     * @throws ModelException when there is no such model, or it could not be read
     */
    ModelDetails info(String id) throws ModelException;

    /**
     * Makes a model the active one. What served before is retired when the last batch under way has left it.
     *
     * @throws ModelException when there is no such model or it may not serve
     */
    void activate(String id) throws ModelException;

    /**
     * Makes a model the shadow: it scores what the active one scores, and raises no alert. A shadow that was there before
     * is ready again.
     *
     * @throws ModelException when there is no such model, it may not serve, it is the active one, or it takes other samples
     *     than the active one
     */
    void shadow(String id) throws ModelException;

    /**
     * Makes the shadow the active model.
     *
     * @return its id
     * @throws ModelException when there is no shadow
     */
    String promote() throws ModelException;

    /**
     * Makes that model active again that was active before the present one.
     *
     * @return its id
     * @throws ModelException when there was none, or it is gone or may not serve
     */
    String rollback() throws ModelException;

    /**
     * Takes the active model or the shadow from service. Without an active model flow heads wait in the detector's bounded
     * queue until one is activated; no other takes its place by itself.
     *
     * @throws ModelException when there is no such model or it does not serve
     */
    void retire(String id) throws ModelException;

    /**
     * Reads an installed model anew and makes every check that it has to pass before it may serve.
     *
     * @throws ModelException with the reason for which it would be refused
     */
    ModelDetails verify(String id) throws ModelException;

    /**
     * Makes every check on a model's file that an installed model has to pass, and installs nothing.
     *
     * @throws ModelException with the reason for which it would be refused
     */
    ModelDetails verify(Path file) throws ModelException;

    /**
     * The active model and the shadow side by side.
     *
     * @throws ModelException when there is no shadow
     */
    ModelComparison diff() throws ModelException;
}
