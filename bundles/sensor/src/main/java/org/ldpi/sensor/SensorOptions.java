package org.ldpi.sensor;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.packet.Tunnel;
import org.ldpi.api.quantizer.SampleShape;

/**
 * How the sensor works.
 *
 * @param automatic the capture that starts by itself, or null
 * @param profile the quantizer's profile; empty: as the active model requires
 * @param packets n; 0: as the active model requires
 * @param bytes l; 0: as the active model requires
 * @param direction null: as the active model requires
 * @param idleTimeout see {@link FlowTableOptions}
 * @param maxFlows see {@link FlowTableOptions}
 * @param tunnels see {@link FlowTableOptions}
 * @param vlanInKey see {@link FlowTableOptions}
 * @param threads how many threads keep flows, each in a table of its own; holds for sources that start from now on
 */
record SensorOptions(
        CaptureRequest automatic,
        String profile,
        int packets,
        int bytes,
        Direction direction,
        Duration idleTimeout,
        int maxFlows,
        Set<Tunnel> tunnels,
        boolean vlanInKey,
        int threads) {
    static final String PID = "org.ldpi.sensor";

    static final int DEFAULT_THREADS = 1;
    static final int MAX_THREADS = 64;

    static final SensorOptions DEFAULT = new SensorOptions(
            null, "", 0, 0, null, FlowTableOptions.DEFAULT.idleTimeout(), FlowTableOptions.DEFAULT.maxFlows());

    /** Options with the default tunnels, VLANs not told apart, and one thread. */
    SensorOptions(
            CaptureRequest automatic,
            String profile,
            int packets,
            int bytes,
            Direction direction,
            Duration idleTimeout,
            int maxFlows) {
        this(
                automatic,
                profile,
                packets,
                bytes,
                direction,
                idleTimeout,
                maxFlows,
                FlowTableOptions.DEFAULT.tunnels(),
                FlowTableOptions.DEFAULT.vlanInKey(),
                DEFAULT_THREADS);
    }

    /** @throws IllegalArgumentException naming the option that cannot be */
    static SensorOptions of(SensorConfiguration configuration) {
        String source = configuration.$interface$().trim();
        try {
            SensorOptions options = new SensorOptions(
                    source.isEmpty()
                            ? null
                            : new CaptureRequest(
                                    source,
                                    configuration.filter(),
                                    configuration.snaplen(),
                                    configuration.promiscuous()),
                    configuration.profile().trim(),
                    configuration.packets(),
                    configuration.bytes(),
                    direction(configuration.direction()),
                    Duration.ofSeconds(configuration.idle_seconds()),
                    configuration.flows(),
                    Tunnel.parse(configuration.tunnels()),
                    configuration.vlan_in_key(),
                    configuration.threads());
            options.check();
            return options;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ": " + e.getMessage(), e);
        }
    }

    private static Direction direction(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return Direction.valueOf(text.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("direction '" + text + "' is not ONE_WAY or TWO_WAY", e);
        }
    }

    private void check() {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads " + threads + " is not within 1 to " + MAX_THREADS);
        }
        table(new ModelSignature(
                profile,
                new SampleShape(
                        packets == 0 ? SampleShape.DEFAULT.packets() : packets,
                        bytes == 0 ? SampleShape.DEFAULT.bytes() : bytes),
                Direction.ONE_WAY));
    }

    /**
     * How samples are made.
     *
     * @param model what the active model requires, or null
     * @return null when that depends on a model and there is none
     */
    ModelSignature signature(ModelSignature model) {
        boolean complete = !profile.isEmpty() && packets != 0 && bytes != 0 && direction != null;
        if (model == null && !complete) {
            return null;
        }
        return new ModelSignature(
                profile.isEmpty() ? model.profile() : profile,
                new SampleShape(
                        packets == 0 ? model.shape().packets() : packets,
                        bytes == 0 ? model.shape().bytes() : bytes),
                direction == null ? model.direction() : direction);
    }

    /** The options of a flow table that makes samples of a signature. */
    FlowTableOptions table(ModelSignature signature) {
        return new FlowTableOptions(signature.shape(), signature.direction(), idleTimeout, maxFlows)
                .withTunnels(tunnels)
                .withVlanInKey(vlanInKey);
    }
}
