package org.ldpi.api.flow;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.ldpi.api.packet.Tunnel;
import org.ldpi.api.quantizer.SampleShape;

/**
 * How flows are told apart and bounded.
 *
 * @param shape shape of the samples
 * @param direction which packets belong together
 * @param idleTimeout a flow without packets for so long, in capture time, is closed; 1 ms to 1 day
 * @param maxFlows the most flows kept at a time, open and decided, 16 to 2^24
 * @param tunnels the tunnels to look through: what is in them are flows of their own, and what is not looked through is
 *     a flow of its outer packets
 * @param vlanInKey whether the outermost VLAN id is part of a flow's key
 * @param share the flows that the table takes of those it sees
 * @param preallocated whether all storage is allocated with the table, so that a flood of flows takes no memory that
 *     others use by then; otherwise it is allocated as flows come, up to the same bound, which makes a short run start
 *     sooner
 */
public record FlowTableOptions(
        SampleShape shape,
        Direction direction,
        Duration idleTimeout,
        int maxFlows,
        Set<Tunnel> tunnels,
        boolean vlanInKey,
        FlowShare share,
        boolean preallocated) {
    public static final int DEFAULT_IDLE_SECONDS = 120;
    public static final int DEFAULT_MAX_FLOWS = 1_000_000;

    public static final FlowTableOptions DEFAULT = new FlowTableOptions(
            SampleShape.DEFAULT, Direction.ONE_WAY, Duration.ofSeconds(DEFAULT_IDLE_SECONDS), DEFAULT_MAX_FLOWS);

    /** Options of a preallocated table for all flows that looks through every tunnel and tells no VLAN from another. */
    public FlowTableOptions(SampleShape shape, Direction direction, Duration idleTimeout, int maxFlows) {
        this(shape, direction, idleTimeout, maxFlows, EnumSet.allOf(Tunnel.class), false, FlowShare.ALL, true);
    }

    public FlowTableOptions {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(share, "share");
        tunnels = Set.copyOf(tunnels);
        if (idleTimeout.compareTo(Duration.ofMillis(1)) < 0 || idleTimeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("idle timeout " + idleTimeout + " is not within 1 ms to 1 day");
        }
        if (maxFlows < 16 || maxFlows > 1 << 24) {
            throw new IllegalArgumentException("flow table of " + maxFlows + " flows is not within 16 to " + (1 << 24));
        }
    }

    /** The same options for another share of the flows. */
    public FlowTableOptions withShare(FlowShare other) {
        return new FlowTableOptions(shape, direction, idleTimeout, maxFlows, tunnels, vlanInKey, other, preallocated);
    }

    /** The same options for a table that looks through other tunnels. */
    public FlowTableOptions withTunnels(Set<Tunnel> others) {
        return new FlowTableOptions(shape, direction, idleTimeout, maxFlows, others, vlanInKey, share, preallocated);
    }

    /** The same options for a table that tells VLANs apart, or does not. */
    public FlowTableOptions withVlanInKey(boolean apart) {
        return new FlowTableOptions(shape, direction, idleTimeout, maxFlows, tunnels, apart, share, preallocated);
    }

    /** The same options for a table that allocates storage as flows come. */
    public FlowTableOptions growing() {
        return new FlowTableOptions(shape, direction, idleTimeout, maxFlows, tunnels, vlanInKey, share, false);
    }
}
