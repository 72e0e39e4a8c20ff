package org.ldpi.api.threshold;

/**
 * The score above which a flow is anomalous.
 *
 * @param policy name of the policy that gave it
 * @param value a score; a flow is anomalous when its own is greater
 * @param flows calibration flows behind it
 * @param warning one line where the number of flows does not carry the value, otherwise empty
 * @param detail one line that says how the value came about and how sure it is; may be empty
 */
public record Threshold(String policy, double value, int flows, String warning, String detail) {
    /** A threshold of which there is no more to say. */
    public Threshold(String policy, double value, int flows, String warning) {
        this(policy, value, flows, warning, "");
    }
}
