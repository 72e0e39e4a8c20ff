package org.ldpi.shell.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.ExplanationException;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;

/** The commands. Each prints to the stream of the shell it was called from, or fails and has changed nothing. */
public final class LdpiCommands {
    /** How many flows or alerts are shown where no number is given. */
    public static final int DEFAULT_ROWS = 20;

    private static final String DETECTOR_PID = "org.ldpi.detector";
    private static final String POLICY = "threshold.policy";
    private static final String VALUE = "threshold.value";
    private static final int THRESHOLD_LOOKS = 200;
    private static final int THRESHOLD_LOOK_MILLIS = 25;

    private final Controller controller;

    public LdpiCommands(Controller controller) {
        this.controller = controller;
    }

    /** State and counters of everything. */
    public void status(PrintStream out) {
        new StatusReport(controller).print(out);
    }

    /** The last flows with their verdicts, newest first. */
    public Table flows(int limit) throws CommandFailure {
        return new Table(
                List.of("ID", "TIME", "FLOW", "PACKETS", "CLOSE", "SCORE", "THRESHOLD", "VERDICT"),
                controller.detector().recent(positive(limit)).stream()
                        .map(LdpiCommands::flowRow)
                        .toList(),
                "no flow was scored yet");
    }

    /** The last alerts, newest first. */
    public Table alerts(int limit) throws CommandFailure {
        return new Table(
                List.of("ALERT", "TIME", "FLOW", "PACKETS", "CLOSE", "SCORE", "THRESHOLD", "MODEL"),
                controller.alerts().recent(positive(limit)).stream()
                        .map(LdpiCommands::alertRow)
                        .toList(),
                "no alert was raised");
    }

    /** The last incidents as they stand now, newest first. */
    public Table incidents(int limit) throws CommandFailure {
        if (controller.incidents() == null) {
            throw new CommandFailure("flows are not tested together: the bundle org.ldpi.evidence is not running");
        }
        return new Table(
                List.of("INCIDENT", "KIND", "SUBJECT", "FIRST", "LAST", "FLOWS", "EVIDENCE", "STATE", "EXAMPLE"),
                controller.incidents().recent(positive(limit)).stream()
                        .map(LdpiCommands::incidentRow)
                        .toList(),
                "no incident was found");
    }

    /** How a flow is called in {@link #explain}. */
    public static String flowNumber(Verdict verdict) {
        return FlowNumber.of(verdict);
    }

    /**
     * Why a flow got its score.
     *
     * @param number of an alert, or of a flow behind an f
     * @param colours whether the stream shows colours
     */
    public void explain(String number, boolean colours, PrintStream out) throws CommandFailure {
        Optional<Alert> alert = FlowNumber.alertOf(controller, number);
        Verdict verdict = alert.isPresent() ? alert.get().verdict() : FlowNumber.flow(controller, number);
        Explanation why = alert.map(Alert::why).orElse(null);
        if (why == null) {
            if (controller.explainer() == null) {
                throw new CommandFailure("flows are not explained: the bundle org.ldpi.explain is not running");
            }
            try {
                why = controller.explainer().explain(verdict);
            } catch (ExplanationException e) {
                throw new CommandFailure(e.getMessage(), e);
            }
        }
        alert.map(Alert::incident)
                .ifPresent(incident -> StatusReport.line(
                        out, "incident", incident.line() + "; explained is the flow by which it was found"));
        new ExplainReport(verdict, why, colours).print((alert.isPresent() ? "alert " : "flow ") + number, out);
    }

    /**
     * Where the capture file of an alert is, or writes a copy of it.
     *
     * @param copy where to, empty for no copy; nothing that is there is overwritten
     * @return one line
     */
    public String pcap(String alert, String copy) throws CommandFailure {
        if (controller.captures() == null) {
            throw new CommandFailure("heads are not written to files: the bundle org.ldpi.alert is not running");
        }
        Alert found = FlowNumber.alert(controller, alert);
        try {
            Path file = controller.captures().file(found);
            if (copy.isEmpty()) {
                return file.toString();
            }
            Path to = Path.of(copy);
            Files.copy(file, to);
            return to.toAbsolutePath() + ", " + Files.size(to) + " bytes";
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    "alert " + alert + ": there is no file " + e.getMessage()
                            + ": its packets were not kept, or it was deleted to make room",
                    e);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(copy + " is there already", e);
        } catch (InvalidPathException e) {
            throw new CommandFailure("'" + copy + "' is no file name: " + e.getReason(), e);
        } catch (FileSystemException e) {
            throw new CommandFailure(
                    "cannot write " + e.getMessage() + ": "
                            + e.getClass().getSimpleName().replace("Exception", ""),
                    e);
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /**
     * Prints rates, talkers and scores, again and again.
     *
     * @param seconds between two looks, 1 to 3600
     * @param rounds how many, 0 to go on until the pause says otherwise
     * @param clear whether each round takes the place of the one before on the screen
     */
    public void top(int seconds, int rounds, boolean clear, TopCommand.Pause pause, PrintStream out)
            throws CommandFailure, InterruptedException {
        new TopCommand(controller, System::nanoTime).run(seconds, rounds, clear, pause, out);
    }

    /** What is about blocked addresses. */
    public BlocklistCommands blocklist() throws CommandFailure {
        if (controller.blocklist() == null) {
            throw new CommandFailure("there is no blocklist: the bundle org.ldpi.alert is not running");
        }
        return new BlocklistCommands(controller.blocklist());
    }

    /** What is about models. */
    public ModelCommands models() {
        return new ModelCommands(controller.models());
    }

    /**
     * Recalibrates on recent traffic.
     *
     * @param apply puts it in force; else, without {@code undo}, it is shown only
     * @param undo takes the last one back
     */
    public void recalibrate(boolean apply, boolean undo, PrintStream out) throws CommandFailure {
        if (apply && undo) {
            throw new CommandFailure("--apply or --undo, not both");
        }
        RecalibrationCommands commands = new RecalibrationCommands(controller.recalibration());
        if (apply) {
            commands.apply(out);
        } else if (undo) {
            commands.undo(out);
        } else {
            commands.show(out);
        }
    }

    /** The threshold policies and what is in force. */
    public Table thresholds() {
        Threshold now = controller.detector().status().threshold();
        List<List<String>> rows = new ArrayList<>();
        controller.policies().stream()
                .sorted(Comparator.comparing(ThresholdPolicy::name))
                .forEach(policy -> rows.add(thresholdRow(policy, now)));
        if (now != null && controller.policies().stream().noneMatch(p -> inForce(p, now))) {
            rows.add(List.of(now.policy(), "yes", number(now.value()), "a score set by configuration", ""));
        }
        return new Table(
                List.of("POLICY", "IN FORCE", "VALUE", "DESCRIPTION", "WARNING"),
                rows,
                "no threshold policy is installed");
    }

    /** Goes by a policy's name or by a fixed score from the next batch on, and after a restart. Returns when it is in force. */
    public void setThreshold(String policyOrValue) throws CommandFailure, InterruptedException {
        boolean known = controller.policies().stream().anyMatch(p -> p.name().equals(policyOrValue));
        double value = known ? 0 : score(policyOrValue);
        try {
            Configuration configuration = controller.configurations().getConfiguration(DETECTOR_PID, "?");
            Dictionary<String, Object> before = configuration.getProperties();
            Map<String, Object> after = new HashMap<>(before == null ? Map.of() : FrameworkUtil.asMap(before));
            if (known) {
                after.put(POLICY, policyOrValue);
            }
            after.put(VALUE, value);
            configuration.update(FrameworkUtil.asDictionary(after));
            awaitThreshold(policyOrValue, value);
        } catch (IOException e) {
            throw new CommandFailure(DETECTOR_PID + ": the configuration cannot be stored: " + e.getMessage(), e);
        }
    }

    /** Configuration takes effect in a thread of its own; the next command of a script must find it done. */
    private void awaitThreshold(String policy, double value) throws CommandFailure, InterruptedException {
        for (int looks = 0; looks < THRESHOLD_LOOKS; looks++) {
            Threshold now = controller.detector().status().threshold();
            if (now == null || (value > 0 ? now.value() == value : now.policy().equals(policy))) {
                return;
            }
            Thread.sleep(THRESHOLD_LOOK_MILLIS);
        }
        throw new CommandFailure("the detector does not go by '" + policy + "' yet; ldpi:status tells why");
    }

    /** Captures from an interface. */
    public void startCapture(String networkInterface, String filter) throws CommandFailure {
        try {
            controller
                    .sensor()
                    .start(new CaptureRequest(networkInterface, filter, CaptureRequest.DEFAULT_SNAP_LENGTH, true));
        } catch (CaptureException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** Stops the capture or the replay. */
    public void stopCapture() {
        controller.sensor().stop();
    }

    /** Starts a replay and returns. */
    public void replay(String source, double speed) throws CommandFailure {
        new ReplayCommand(controller).start(source, speed);
    }

    /** Replays to the end and prints a summary; with {@code follow} also each alert as it comes. */
    public void replayToTheEnd(String source, double speed, boolean follow, PrintStream out)
            throws CommandFailure, InterruptedException {
        ReplayCommand replay = new ReplayCommand(controller);
        if (follow) {
            replay.follow(source, speed, out);
        } else {
            replay.await(source, speed, out);
        }
    }

    private double score(String text) throws CommandFailure {
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number that is no score
        }
        List<String> names = controller.policies().stream()
                .map(ThresholdPolicy::name)
                .sorted()
                .toList();
        throw new CommandFailure("'" + text + "' is neither a threshold policy, " + names + ", nor a score above 0");
    }

    private static int positive(int limit) throws CommandFailure {
        if (limit < 1) {
            throw new CommandFailure("-n: " + limit + " is not a number of rows, 1 or more");
        }
        return limit;
    }

    private static List<String> flowRow(Verdict verdict) {
        return List.of(
                FlowNumber.of(verdict),
                verdict.flow().end().toString(),
                verdict.flow().key().toString(),
                Integer.toString(verdict.flow().packets()),
                verdict.flow().close().name(),
                number(verdict.score()),
                number(verdict.threshold().value()),
                verdict.anomaly() ? "ANOMALY" : "normal");
    }

    private static List<String> alertRow(Alert alert) {
        Verdict verdict = alert.verdict();
        return List.of(
                Long.toString(alert.id()),
                alert.time().toString(),
                subject(alert),
                Integer.toString(verdict.flow().packets()),
                verdict.flow().close().name(),
                number(verdict.score()),
                number(verdict.threshold().value()),
                verdict.model().toString());
    }

    private static String subject(Alert alert) {
        Incident incident = alert.incident();
        return incident == null
                ? alert.verdict().flow().key().toString()
                : incident.kind() + " " + incident.subject().getHostAddress() + ", " + incident.flows() + " flows"
                        + (incident.open() ? "" : ", ended");
    }

    private static List<String> incidentRow(Incident incident) {
        return List.of(
                Long.toString(incident.id()),
                incident.kind().name(),
                incident.subject().getHostAddress(),
                incident.first().toString(),
                incident.last().toString(),
                Long.toString(incident.flows()),
                String.format(Locale.ROOT, "10^%.1f", incident.evidence()),
                incident.open() ? "open" : "ended",
                incident.example().toString());
    }

    /** What a policy gives for the active model; without one there is no value. */
    private List<String> thresholdRow(ThresholdPolicy policy, Threshold now) {
        ServingModel serving = controller.serving();
        Threshold gives = serving == null ? null : policy.threshold(calibration(serving));
        return List.of(
                policy.name(),
                now != null && inForce(policy, now) ? "yes" : "",
                gives == null ? "" : number(gives.value()),
                policy.description() + (gives == null || gives.detail().isEmpty() ? "" : "; " + gives.detail()),
                gives == null ? "" : gives.warning());
    }

    private Calibration calibration(ServingModel serving) {
        CalibrationOverlay overlay = controller.recalibration() == null
                ? null
                : controller.recalibration().inForce();
        return overlay != null && overlay.isOf(serving.model())
                ? overlay.calibration()
                : serving.model().calibration();
    }

    private static boolean inForce(ThresholdPolicy policy, Threshold now) {
        return now.policy().equals(policy.name());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
