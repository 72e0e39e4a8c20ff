package org.ldpi.lab.net;

/**
 * Which of several labs on one machine this is, from the environment variable {@code LDPI_LAB}: each name has
 * namespaces, a folder and a lock of its own, so that labs can run side by side.
 */
final class LabName {
    /** The name, empty for the lab without one. */
    static final String SUFFIX = checked(System.getenv("LDPI_LAB"));

    private LabName() {}

    private static String checked(String name) {
        if (name == null) {
            return "";
        }
        if (!name.matches("[a-z0-9]{0,12}")) {
            throw new IllegalArgumentException(
                    "LDPI_LAB: '" + name + "' is no name of a lab (up to 12 small letters and digits)");
        }
        return name;
    }
}
