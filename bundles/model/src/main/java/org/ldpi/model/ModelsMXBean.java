package org.ldpi.model;

import java.util.List;
import java.util.Map;

/** The models over JMX, as {@value #NAME}. What fails says why in one line and has changed nothing. */
public interface ModelsMXBean {
    String NAME = "org.ldpi:type=Models";

    /** Each model: id, state, detail, architecture, samples, origin, since. */
    List<Map<String, String>> getModels();

    /** The active model; empty where there is none. */
    String getActive();

    /** The shadow; empty where there is none. */
    String getShadow();

    void activate(String model);

    void shadow(String model);

    /** Makes the shadow active and gives its id. */
    String promote();

    /** Makes the model before active again and gives its id. */
    String rollback();

    void retire(String model);

    /** Makes every check on an installed model and gives its digest. */
    String verify(String model);

    /** Makes every check on a file that is not installed and gives its digest. */
    String verifyFile(String file);

    /** What a model says of itself. */
    Map<String, String> info(String model);

    /** The active model and the shadow side by side: numbers by name. */
    Map<String, String> diff();
}
