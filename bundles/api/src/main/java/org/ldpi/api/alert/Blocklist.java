package org.ldpi.api.alert;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ldpi.api.flow.FlowHead;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Addresses that are blocked for a time, also over a restart, for the host to act on; and where that is switched on, further flows of theirs are
 * dropped before they are scored, and counted. A service; thread-safe.
 */
@ProviderType
public interface Blocklist {
    /**
     * A blocked address.
     *
     * @param until when it is forgotten
     * @param reason in words
     * @param dropped flows of it that were dropped
     */
    record Entry(InetAddress address, Instant since, Instant until, String reason, long dropped) {}

    /**
     * What the list is like.
     *
     * @param entries blocked addresses now
     * @param capacity the most entries
     * @param drops whether further flows of blocked addresses are dropped
     * @param added entries made since the start, also those that prolonged one
     * @param expired entries whose time was over
     * @param refused entries that were not made since the list was full
     * @param dropped flows that were dropped
     * @param problem why the list is not kept over a restart; empty where it is
     */
    record Status(
            int entries,
            int capacity,
            boolean drops,
            long added,
            long expired,
            long refused,
            long dropped,
            String problem) {}

    /**
     * Blocks an address, or prolongs its time.
     *
     * @param time how long from now; null for the time that is configured
     * @return the entry
     * @throws IllegalArgumentException when the time is not within 1 s to 365 days
     * @throws IllegalStateException when the list is full
     */
    Entry add(InetAddress address, Duration time, String reason);

    /** Lets an address go; false when it is not on the list. */
    boolean remove(InetAddress address);

    /** The entries, those first that expire first. */
    List<Entry> entries();

    Status status();

    /** Whether a flow is to be dropped since its source is blocked; it is then counted. Called for each flow head. */
    boolean drops(FlowHead head);
}
