package org.ldpi.training.cli;

import java.time.Duration;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.Tunnel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.flows.CaptureFlows;
import picocli.CommandLine.Option;

/** How flows are bounded; the same for all commands that read captures. */
final class FlowOptions {
    @Option(
            names = "--idle-timeout",
            paramLabel = "SECONDS",
            description = "Close a flow without packets for so long, in capture time (${DEFAULT-VALUE}).")
    private double idleSeconds = FlowTableOptions.DEFAULT_IDLE_SECONDS;

    @Option(
            names = "--max-flows",
            paramLabel = "N",
            description = "Keep at most so many flows at a time (${DEFAULT-VALUE}).")
    private int maxFlows = FlowTableOptions.DEFAULT_MAX_FLOWS;

    @Option(
            names = "--tunnels",
            paramLabel = "LIST",
            description = "Tunnels to look through: all, none, or a list of GRE, IP_IN_IP, IPV6_IN_IP, VXLAN, GENEVE,"
                    + " GTP_U with commas (${DEFAULT-VALUE}).")
    private String tunnels = Tunnel.ALL;

    @Option(names = "--vlan", description = "Packets of different VLANs are different flows.")
    private boolean vlanInKey;

    /** @throws WrongUsage when a value is out of range */
    FlowTableOptions options(SampleShape shape, Direction direction) throws WrongUsage {
        try {
            Duration timeout = Duration.ofNanos(Math.round(idleSeconds * 1e9));
            return new FlowTableOptions(shape, direction, timeout, maxFlows)
                    .withTunnels(Tunnel.parse(tunnels))
                    .withVlanInKey(vlanInKey);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--idle-timeout, --max-flows, --tunnels: " + e.getMessage(), e);
        }
    }

    /** @throws WrongUsage when a value is out of range, or the heap too small for the table */
    CaptureFlows reader(SampleShape shape, Direction direction, Quantizer quantizer, FlowHeadHandler handler)
            throws WrongUsage {
        FlowTableOptions options = options(shape, direction).growing();
        try {
            return new CaptureFlows(options, quantizer, handler);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--max-flows: " + e.getMessage(), e);
        }
    }
}
