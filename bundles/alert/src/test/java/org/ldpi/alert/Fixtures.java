package org.ldpi.alert;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

final class Fixtures {
    /** 2026-02-03T04:05:06.000007008Z. */
    static final long NANOS = 1_770_091_506_000_007_008L;

    private Fixtures() {}

    static FlowKey tcp() {
        return key("10.1.0.2", 40312, "10.1.0.9", 22, 6, 0);
    }

    static FlowKey key(String source, int sourcePort, String destination, int destinationPort, int protocol, int vlan) {
        try {
            return new FlowKey(
                    InetAddress.getByName(source),
                    sourcePort,
                    InetAddress.getByName(destination),
                    destinationPort,
                    protocol,
                    vlan);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static Verdict verdict(long sequence, boolean anomaly, FlowKey key, String mac) {
        Flow flow = new Flow(
                key,
                mac,
                mac,
                3,
                NANOS - 2_000_000_000L,
                NANOS,
                CloseReason.FIN,
                "veth0",
                SampleShape.DEFAULT,
                new byte[SampleShape.DEFAULT.size()]);
        return new Verdict(
                sequence,
                flow,
                12.5f,
                7,
                anomaly,
                new Threshold("near_max", 4.25, 1000, ""),
                new ModelId("lab", "1"),
                "0badcafe");
    }

    static Verdict anomaly(long sequence) {
        return verdict(sequence, true, tcp(), "02:00:00:00:00:01");
    }

    static Alert alert(long id) {
        return new Alert(id, Instant.EPOCH.plusNanos(NANOS), anomaly(id));
    }

    /** An incident of the fixture's source, or of its destination for a flood. */
    static Alert incident(long id, IncidentKind kind, boolean open) {
        Instant time = Instant.EPOCH.plusNanos(NANOS);
        FlowKey key = tcp();
        Incident incident = new Incident(
                7,
                kind,
                kind == IncidentKind.FLOOD ? key.destination() : key.source(),
                time.minusSeconds(60),
                time,
                time.minusSeconds(30),
                120,
                14,
                6.6,
                key,
                open);
        return new Alert(id, time, anomaly(id), incident);
    }
}
