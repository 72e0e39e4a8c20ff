package org.ldpi.training.cli;

import java.time.Duration;
import java.util.Set;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.api.flow.FlowShare;
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
            defaultValue = "" + FlowTableOptions.DEFAULT_IDLE_SECONDS,
            description = "Close a flow without packets for so long, in capture time (${DEFAULT-VALUE}).")
    private double idleSeconds;

    @Option(
            names = "--max-flows",
            paramLabel = "N",
            defaultValue = "" + FlowTableOptions.DEFAULT_MAX_FLOWS,
            description = "Keep at most so many flows at a time (${DEFAULT-VALUE}).")
    private int maxFlows;

    @Option(
            names = "--tunnels",
            paramLabel = "NAMES",
            defaultValue = Tunnel.ALL,
            description = "Look through these tunnels: all, none, or some of gre, ip_in_ip, ipv6_in_ip, vxlan, geneve,"
                    + " gtp_u with commas between them (${DEFAULT-VALUE}).")
    private String tunnels;

    @Option(names = "--vlan", description = "Tell flows of different VLANs apart.")
    private boolean vlan;

    /** @throws WrongUsage when a value is out of range */
    FlowTableOptions options(SampleShape shape, Direction direction) throws WrongUsage {
        Set<Tunnel> through;
        try {
            through = Tunnel.named(tunnels);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--tunnels: " + e.getMessage(), e);
        }
        try {
            Duration timeout = Duration.ofNanos(Math.round(idleSeconds * 1e9));
            return new FlowTableOptions(shape, direction, timeout, maxFlows, through, vlan, FlowShare.ALL, true);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--idle-timeout, --max-flows: " + e.getMessage(), e);
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
