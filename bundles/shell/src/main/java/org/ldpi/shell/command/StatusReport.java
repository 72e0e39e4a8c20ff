package org.ldpi.shell.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.ExplainingStatus;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.sensor.SensorStatus;

/** Everything worth a look, one subject a line: a word, then what there is to say. */
final class StatusReport {
    private final Controller controller;

    StatusReport(Controller controller) {
        this.controller = controller;
    }

    void print(PrintStream out) {
        SensorStatus sensor = controller.sensor().status();
        DetectorStatus detector = controller.detector().status();
        line(out, "sensor", words(sensor.state().name(), sensor.source(), sensor.detail()));
        line(
                out,
                "samples",
                sensor.signature() == null ? "-" : sensor.signature().toString());
        line(out, "capture", capture(sensor.capture()));
        flows(out, sensor.flows());
        line(
                out,
                "detector",
                String.format(
                        Locale.ROOT,
                        "%s; %d flows offered, %d scored, %d anomalous, %d refused, %d unfit, %d failed, %d batches",
                        detector.condition(),
                        detector.offered(),
                        detector.scored(),
                        detector.anomalies(),
                        detector.refused(),
                        detector.unfit(),
                        detector.failed(),
                        detector.batches()));
        line(out, "queue", detector.queued() + " of " + detector.queueCapacity());
        line(out, "model", model(detector));
        controller.models().list().stream()
                .filter(m -> m.state() == ModelState.SHADOW)
                .forEach(m -> line(out, "shadow", m.id() + (m.detail().isEmpty() ? "" : "; " + m.detail())));
        line(out, "threshold", threshold(detector));
        if (controller.recalibration() != null) {
            line(out, "calibrated", controller.recalibration().status().line());
        }
        if (controller.drift() != null) {
            line(out, "drift", controller.drift().status().line());
        }
        line(out, "alerts", controller.alerts().raised() + " raised" + heldBack());
        ExplainingStatus explaining = controller.alerts().explaining();
        line(
                out,
                "why",
                String.format(
                        Locale.ROOT,
                        "%s; %d alerts explained, %d skipped, %d failed, %d waiting",
                        explaining.condition(),
                        explaining.explained(),
                        explaining.skipped(),
                        explaining.failed(),
                        explaining.waiting()));
        if (controller.incidents() != null) {
            line(
                    out,
                    "incidents",
                    controller.incidents().raised() + " found, "
                            + controller.incidents().open() + " open; "
                            + controller.incidents().memory());
        }
        if (controller.blocklist() != null) {
            Blocklist.Status blocked = controller.blocklist().status();
            line(
                    out,
                    "blocklist",
                    blocked.entries() + " of " + blocked.capacity() + " addresses, drop "
                            + (blocked.drops() ? "on" : "off") + ", " + blocked.dropped() + " flows dropped, "
                            + blocked.refused() + " addresses refused");
        }
        if (controller.captures() != null) {
            HeadCaptures.Status heads = controller.captures().status();
            line(
                    out,
                    "pcap",
                    heads.written() + " files written, " + heads.files() + " there with " + heads.bytes() + " bytes, "
                            + heads.deleted() + " deleted to make room, " + heads.incomplete() + " not whole, "
                            + heads.left() + " packets left out");
        }
        for (OutputStatus output : controller.alerts().outputs()) {
            line(
                    out,
                    "output",
                    String.format(
                            Locale.ROOT,
                            "%s: %s; %d sent, %d lost, %d waiting",
                            output.output(),
                            output.condition(),
                            output.sent(),
                            output.lost(),
                            output.waiting()));
        }
    }

    /** Packets and flows of the source that is or was last open. */
    void flows(PrintStream out, FlowCounters flows) {
        line(
                out,
                "packets",
                flows.read() + " read, " + flows.decoded() + " decoded, " + flows.skippedPackets() + " skipped"
                        + reasons(flows.skipped()));
        line(
                out,
                "flows",
                flows.heads() + " heads" + reasons(flows.closed()) + ", " + flows.open() + " open, " + flows.flows()
                        + " of " + flows.maxFlows() + " in the table");
        if (flows.evictions() > 0) {
            line(
                    out,
                    "warning",
                    "the flow table is too small: " + flows.evictions()
                            + " flows had to make room for others; raise flows or lower idle.seconds in org.ldpi.sensor");
        }
    }

    private String heldBack() {
        String some = controller.alerts().heldBack().entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? "" : ", held back: " + some;
    }

    private String model(DetectorStatus detector) {
        if (!detector.model().isEmpty()) {
            String detail = controller.models().list().stream()
                    .filter(m -> m.id().equals(detector.model()))
                    .map(ModelEntry::detail)
                    .findFirst()
                    .orElse("");
            return detector.model() + (detail.isEmpty() ? "" : "; " + detail);
        }
        String known = controller.models().list().stream()
                .map((ModelEntry m) -> m.id() + " " + m.state() + (m.detail().isEmpty() ? "" : " (" + m.detail() + ")"))
                .collect(Collectors.joining(", "));
        return "none active" + (known.isEmpty() ? "; none is installed" : "; " + known);
    }

    private static String threshold(DetectorStatus detector) {
        if (detector.threshold() == null) {
            return "-";
        }
        return String.format(
                Locale.ROOT,
                "%.6g by %s of %d calibration flows%s",
                detector.threshold().value(),
                detector.threshold().policy(),
                detector.threshold().flows(),
                detector.threshold().warning().isEmpty()
                        ? ""
                        : "; " + detector.threshold().warning());
    }

    static String capture(CaptureStatistics capture) {
        return String.format(
                Locale.ROOT,
                "%s; %d packets, %d bytes, dropped: %d by the kernel, %d by the interface; %d damaged",
                capture.state(),
                capture.packets(),
                capture.bytes(),
                capture.kernelDrops(),
                capture.interfaceDrops(),
                capture.damaged());
    }

    private static String reasons(Map<? extends Enum<?>, Long> counts) {
        String some = counts.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? "" : " (" + some + ")";
    }

    private static String words(String... words) {
        return Stream.of(words).filter(w -> !w.isEmpty()).collect(Collectors.joining(" "));
    }

    static void line(PrintStream out, String subject, String text) {
        out.printf("%-10s %s%n", subject, text);
    }
}
