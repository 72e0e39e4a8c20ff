package org.ldpi.api.model;

import java.util.regex.Pattern;

/**
 * The identity of a model.
 *
 * @param name letters, digits, dot, dash and underscore, at most 64
 * @param version likewise
 */
public record ModelId(String name, String version) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public ModelId {
        check("name", name);
        check("version", version);
    }

    /** Parses {@code name:version}. */
    public static ModelId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not a model's name:version");
        }
        return new ModelId(text.substring(0, colon), text.substring(colon + 1));
    }

    /** {@code name:version}. */
    @Override
    public String toString() {
        return name + ":" + version;
    }

    private static void check(String what, String word) {
        if (word == null || !WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "model " + what + " '" + word + "' is not 1 to 64 letters, digits, dots, dashes and underscores");
        }
    }
}
