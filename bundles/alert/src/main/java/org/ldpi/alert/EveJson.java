package org.ldpi.alert;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.NearFlow;
import org.ldpi.api.explain.WeighedField;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.flow.OuterAddresses;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;

/**
 * An alert as one line of EVE JSON, the form of Suricata's event log: an event of type {@code alert}, with everything
 * that Suricata has no field for in an object {@code ldpi}.
 */
final class EveJson {
    /** Suricata's own generator, and a signature number of the range kept for local use. */
    static final int GENERATOR = 1;

    static final int SIGNATURE = 1_999_001;
    private static final int REVISION = 1;
    private static final String MESSAGE = "LDPI anomalous flow";
    /** Suricata's text and priority for the class bad-unknown. */
    private static final String CATEGORY = "Potentially Bad Traffic";

    private static final int SEVERITY = 2;

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String NO_MAC = "00:00:00:00:00:00";
    /** Integers that every JSON reader keeps exactly have at most 53 bits. */
    private static final long FLOW_ID_MASK = (1L << 53) - 1;

    private EveJson() {}

    /** The line, without its end. */
    static String line(Alert alert) {
        try {
            return write(alert);
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does not fail", e);
        }
    }

    private static String write(Alert alert) throws IOException {
        StringWriter text = new StringWriter();
        Flow flow = alert.verdict().flow();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name("timestamp").value(TIMESTAMP.format(alert.time()));
            json.name("flow_id").value(flowId(flow));
            json.name("event_type").value("alert");
            writeKey(json, flow);
            writeSignature(json, alert.incident());
            json.name("flow").beginObject();
            json.name("start").value(TIMESTAMP.format(Instant.EPOCH.plusNanos(flow.startNanos())));
            json.endObject();
            writeLdpi(json, alert);
            json.endObject();
        }
        return text.toString();
    }

    private static void writeKey(JsonWriter json, Flow flow) throws IOException {
        FlowKey key = flow.key();
        if (key.vlan() != 0) {
            json.name("vlan").beginArray().value(key.vlan()).endArray();
        }
        json.name("src_ip").value(key.source().getHostAddress());
        if (hasPorts(key.protocol())) {
            json.name("src_port").value(key.sourcePort());
        }
        json.name("dest_ip").value(key.destination().getHostAddress());
        if (hasPorts(key.protocol())) {
            json.name("dest_port").value(key.destinationPort());
        }
        json.name("proto").value(FlowKey.protocolName(key.protocol()));
        if (flow.outer().isPresent()) {
            OuterAddresses outer = flow.outer().get();
            json.name("tunnel").beginObject();
            json.name("src_ip").value(outer.source().getHostAddress());
            json.name("dest_ip").value(outer.destination().getHostAddress());
            json.endObject();
        }
        if (!flow.sourceMac().equals(NO_MAC) || !flow.destinationMac().equals(NO_MAC)) {
            json.name("ether").beginObject();
            json.name("src_mac").value(flow.sourceMac());
            json.name("dest_mac").value(flow.destinationMac());
            json.endObject();
        }
    }

    private static void writeSignature(JsonWriter json, Incident incident) throws IOException {
        json.name("alert").beginObject();
        json.name("action").value("allowed");
        json.name("gid").value(GENERATOR);
        json.name("signature_id").value(SIGNATURE + (incident == null ? 0 : number(incident.kind())));
        json.name("rev").value(REVISION);
        json.name("signature").value(incident == null ? MESSAGE : message(incident.kind()));
        json.name("category").value(incident == null ? CATEGORY : category(incident.kind()));
        json.name("severity").value(SEVERITY);
        json.endObject();
    }

    /** Signature numbers of incidents follow that of flows. */
    private static int number(IncidentKind kind) {
        return switch (kind) {
            case SCAN -> 1;
            case FLOOD -> 2;
            case UNUSUAL -> 3;
            case MIX -> 4;
            case REPEATED -> 5;
        };
    }

    private static String message(IncidentKind kind) {
        return switch (kind) {
            case SCAN -> "LDPI scan";
            case FLOOD -> "LDPI flood";
            case UNUSUAL -> "LDPI unusual flows";
            case MIX -> "LDPI unusual mix of flows";
            case REPEATED -> "LDPI anomalous flows again and again";
        };
    }

    /** Suricata's texts for the classes attempted-recon, attempted-dos and bad-unknown, all of priority 2. */
    private static String category(IncidentKind kind) {
        return switch (kind) {
            case SCAN -> "Attempted Information Leak";
            case FLOOD -> "Attempted Denial of Service";
            case UNUSUAL, MIX, REPEATED -> CATEGORY;
        };
    }

    private static void writeIncident(JsonWriter json, Incident incident) throws IOException {
        json.name("incident").beginObject();
        json.name("id").value(incident.id());
        json.name("kind").value(incident.kind().name());
        json.name("subject").value(incident.subject().getHostAddress());
        json.name("first").value(TIMESTAMP.format(incident.first()));
        json.name("last").value(TIMESTAMP.format(incident.last()));
        json.name("found").value(TIMESTAMP.format(incident.found()));
        json.name("flows").value(incident.flows());
        json.name("evidence").value(incident.evidence());
        json.name("open").value(incident.open());
        json.endObject();
    }

    private static void writeLdpi(JsonWriter json, Alert alert) throws IOException {
        Verdict verdict = alert.verdict();
        Flow flow = verdict.flow();
        json.name("ldpi").beginObject();
        json.name("alert").value(alert.id());
        json.name("verdict").value(verdict.sequence());
        json.name("model").value(verdict.model().toString());
        json.name("score").value(verdict.score());
        json.name("threshold").value(verdict.threshold().value());
        json.name("policy").value(verdict.threshold().policy());
        json.name("centre").value(verdict.centre());
        json.name("packets").value(flow.packets());
        json.name("close").value(flow.close().name());
        json.name("capture").value(flow.capture());
        json.name("configuration").value(verdict.configuration());
        if (alert.incident() != null) {
            writeIncident(json, alert.incident());
        }
        if (alert.why() != null) {
            writeWhy(json, alert.why());
        }
        json.endObject();
    }

    private static void writeWhy(JsonWriter json, Explanation why) throws IOException {
        json.name("why").beginObject();
        json.name("fields").beginArray();
        for (WeighedField weighed : why.named()) {
            json.beginObject();
            json.name("packet").value(weighed.field().packet());
            json.name("field").value(weighed.field().name());
            json.name("offset").value(weighed.field().offset());
            json.name("length").value(weighed.field().length());
            json.name("value").value(weighed.value());
            json.name("usual").value(weighed.usual());
            json.name("usual_in").value(weighed.usualIn());
            json.name("weight").value(weighed.weight());
            json.endObject();
        }
        json.endArray();
        json.name("compared").value(why.compared());
        json.name("score_as_usual").value(why.changedScore());
        json.name("nearest").beginArray();
        for (NearFlow normal : why.nearest()) {
            json.beginObject();
            json.name("flow").value(normal.flow());
            json.name("origin").value(normal.origin());
            json.name("distance").value(normal.distance());
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    /** TCP, UDP, DCCP, SCTP. */
    private static boolean hasPorts(int protocol) {
        return protocol == 6 || protocol == 17 || protocol == 33 || protocol == 132;
    }

    /** The same for the same flow, also in another run. */
    static long flowId(Flow flow) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            FlowKey key = flow.key();
            digest.update(key.source().getAddress());
            digest.update(key.destination().getAddress());
            digest.update(ByteBuffer.allocate(4 * Integer.BYTES + Long.BYTES)
                    .putInt(key.sourcePort())
                    .putInt(key.destinationPort())
                    .putInt(key.protocol())
                    .putInt(key.vlan())
                    .putLong(flow.startNanos())
                    .flip());
            return ByteBuffer.wrap(digest.digest()).getLong() & FLOW_ID_MASK;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
