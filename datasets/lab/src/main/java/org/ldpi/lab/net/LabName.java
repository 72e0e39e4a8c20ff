package org.ldpi.lab.net;

import org.ldpi.lab.LabException;

/**
 * Which of several labs on one machine this is, from the environment variable {@code LDPI_LAB}: each name has
 * namespaces, a folder and a lock of its own, so that labs can run side by side.
 */
public final class LabName {
    /** The name, empty for the lab without one. */
    static final String SUFFIX = name();

    private static final String NAME = "[a-z0-9]{0,12}";

    private LabName() {}

    private static String name() {
        return System.getenv().getOrDefault("LDPI_LAB", "");
    }

    /**
     * Makes sure that the name is one; to be called before anything is done in it.
     *
     * @throws LabException if it is none
     */
    public static void check() throws LabException {
        if (!SUFFIX.matches(NAME)) {
            throw new LabException(
                    "LDPI_LAB: '" + SUFFIX + "' is no name of a lab (up to 12 small letters and digits)");
        }
    }
}
