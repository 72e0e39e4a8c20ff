package org.ldpi.api.flow;

/**
 * The flows that one of several tables takes where each sees all packets. Flows are spread by a hash of their key that is
 * the same both ways, so that the two ways of a connection meet in one table; each flow is in exactly one share.
 *
 * @param index which one, 0 to count - 1
 * @param count how many tables there are, 1 to 1024
 * @param seed of the hash; the same for all tables that belong together
 */
public record FlowShare(int index, int count, long seed) {
    /** All flows. */
    public static final FlowShare ALL = new FlowShare(0, 1, 0);

    public FlowShare {
        if (count < 1 || count > 1024 || index < 0 || index >= count) {
            throw new IllegalArgumentException("share " + index + " of " + count + " is not within 0 to 1023 of 1024");
        }
    }
}
