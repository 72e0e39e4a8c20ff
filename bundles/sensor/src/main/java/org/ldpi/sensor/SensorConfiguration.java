package org.ldpi.sensor;

import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.Tunnel;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Configuration of the sensor. A change of interface, filter, snap length or promiscuous mode restarts the automatic
 * capture; a change of anything else closes the open flow heads and goes on with a new flow table.
 */
@ObjectClassDefinition(
        name = "LDPI sensor",
        description = "Which interface is captured from by itself, and how flows are told apart and made samples of")
@interface SensorConfiguration {
    @AttributeDefinition(
            name = "Interface",
            description = "Captured from by itself, tried again every few seconds while it cannot be opened; empty to"
                    + " start by command")
    String $interface$() default "";

    @AttributeDefinition(name = "Filter", description = "A pcap filter for that interface; empty for all packets")
    String filter() default "";

    @AttributeDefinition(name = "Snap length", description = "Bytes kept of each packet, 64 to 262144")
    int snaplen() default CaptureRequest.DEFAULT_SNAP_LENGTH;

    @AttributeDefinition(name = "Promiscuous", description = "Whether packets for other hosts are captured too")
    boolean promiscuous() default true;

    @AttributeDefinition(
            name = "Profile",
            description = "Profile of the quantizer, classic for one; empty: as the active model requires")
    String profile() default "";

    @AttributeDefinition(
            name = "Packets",
            description = "n, packets per sample, 1 to 32; 0: as the active model requires")
    int packets() default 0;

    @AttributeDefinition(
            name = "Bytes",
            description = "l, bytes per packet, 20 to 512; 0: as the active model requires")
    int bytes() default 0;

    @AttributeDefinition(name = "Direction", description = "ONE_WAY or TWO_WAY; empty: as the active model requires")
    String direction() default "";

    @AttributeDefinition(
            name = "Idle timeout",
            description = "A flow without packets for so many seconds is closed, 1 to 86400")
    int idle_seconds() default FlowTableOptions.DEFAULT_IDLE_SECONDS;

    @AttributeDefinition(name = "Flows", description = "The most flows in the table, 16 to 16777216")
    int flows() default FlowTableOptions.DEFAULT_MAX_FLOWS;

    @AttributeDefinition(
            name = "Tunnels",
            description = "Looked through, so that what is in them are flows of their own: all, none, or a list of"
                    + " GRE, IP_IN_IP, IPV6_IN_IP, VXLAN, GENEVE, GTP_U with commas")
    String tunnels() default Tunnel.ALL;

    @AttributeDefinition(
            name = "VLAN in key",
            description = "Whether packets of different VLANs are different flows, by the outermost tag")
    boolean vlan_in_key() default false;

    @AttributeDefinition(
            name = "Threads",
            description =
                    "How many threads decode packets, each with a table of its own for its share of the flows; with"
                            + " more than 1, another one reads. A change restarts the automatic capture, and holds for the next"
                            + " source that is started by command",
            min = "1",
            max = "" + SensorOptions.MAX_THREADS)
    int threads() default SensorOptions.DEFAULT_THREADS;
}
