package org.ldpi.training.data;

/** What is known of a flow. */
public enum Truth {
    NORMAL,
    MALICIOUS,
    /** In a mixed capture without a label, or labelled as unclear. Used for nothing. */
    UNKNOWN;

    /** What a label or folder says: {@code benign/...}, {@code malicious/...}, or anything else for unknown. */
    public static Truth of(String label) {
        return switch (label.split("/", 2)[0]) {
            case "benign" -> NORMAL;
            case "malicious" -> MALICIOUS;
            default -> UNKNOWN;
        };
    }
}
