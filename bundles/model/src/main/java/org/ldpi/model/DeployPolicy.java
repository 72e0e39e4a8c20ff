package org.ldpi.model;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of a model that comes while another one is active. */
enum DeployPolicy {
    /** It is ready, and an operator says what it is to do. */
    ASK,
    /** It becomes the shadow. */
    SHADOW,
    /** It becomes the active model. */
    ACTIVATE;

    static DeployPolicy of(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.toString().equals(name.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "deploy.policy '" + name + "' is none of " + Arrays.toString(values())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
