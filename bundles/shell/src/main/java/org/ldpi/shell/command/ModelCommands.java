package org.ldpi.shell.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ldpi.api.model.ModelComparison;
import org.ldpi.api.model.ModelDetails;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelRepository;

/** The commands about models. Each gives what it did in one line, or fails and has changed nothing. */
public final class ModelCommands {
    private final ModelRepository models;

    ModelCommands(ModelRepository models) {
        this.models = models;
    }

    @FunctionalInterface
    private interface Call<T> {
        T answer() throws ModelException;
    }

    private static <T> T tried(Call<T> call) throws CommandFailure {
        try {
            return call.answer();
        } catch (ModelException | IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** The models and their states. */
    public Table list() {
        return new Table(
                List.of("MODEL", "STATE", "ARCHITECTURE", "SAMPLES", "SINCE", "ORIGIN", "DETAIL"),
                models.list().stream().map(ModelCommands::row).toList(),
                "no model is installed: drop a model jar into deploy/, or install it as a bundle");
    }

    /** What a model says of itself. */
    public Table info(String model) throws CommandFailure {
        ModelDetails details = tried(() -> models.info(model));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("model", details.id().toString()));
        rows.add(List.of("samples", details.signature().toString()));
        rows.add(List.of("architecture", details.encoder().architecture()));
        details.encoder().options().forEach((name, value) -> rows.add(List.of("option " + name, value)));
        rows.add(List.of("dimension", Integer.toString(details.encoder().dimension())));
        rows.add(List.of("weights", details.weightBytes() + " bytes"));
        rows.add(List.of("centres", Integer.toString(details.centres())));
        rows.add(List.of("calibration", details.calibrationFlows() + " flows"));
        details.thresholds().forEach((name, value) -> rows.add(List.of("threshold " + name, number(value))));
        rows.add(List.of("golden samples", Integer.toString(details.goldenSamples())));
        rows.add(List.of("digest", details.digest()));
        rows.add(List.of("signer", details.signer().isEmpty() ? "not signed" : details.signer()));
        details.provenance().forEach((name, value) -> rows.add(List.of("made: " + name, value)));
        return new Table(List.of("WHAT", "VALUE"), rows, "");
    }

    /** Checks an installed model, or a file that is not installed. */
    public String verify(String modelOrFile) throws CommandFailure {
        Optional<Path> file = file(modelOrFile);
        ModelDetails details =
                file.isPresent() ? tried(() -> models.verify(file.get())) : tried(() -> models.verify(modelOrFile));
        return details.id() + " may serve: " + details.encoder().architecture() + ", samples " + details.signature()
                + ", " + details.goldenSamples() + " golden samples as where it was made, "
                + (details.signer().isEmpty() ? "not signed" : "signed by " + details.signer());
    }

    /** A file that is there, or what can be nothing else. */
    private static Optional<Path> file(String text) {
        try {
            Path path = Path.of(text);
            boolean meant = text.endsWith(".jar") || Files.exists(path);
            return meant ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    public String activate(String model) throws CommandFailure {
        tried(() -> {
            models.activate(model);
            return model;
        });
        return model + " is active";
    }

    public String shadow(String model) throws CommandFailure {
        tried(() -> {
            models.shadow(model);
            return model;
        });
        return model + " is the shadow; ldpi:model-diff compares";
    }

    public String promote() throws CommandFailure {
        return tried(models::promote) + " is active";
    }

    public String rollback() throws CommandFailure {
        return tried(models::rollback) + " is active again";
    }

    public String retire(String model) throws CommandFailure {
        tried(() -> {
            models.retire(model);
            return model;
        });
        return model + " serves no longer";
    }

    /** The active model and the shadow side by side, then the flows on which they differ most. */
    public List<Table> diff() throws CommandFailure {
        ModelComparison diff = tried(models::diff);
        return List.of(sides(diff), flows(diff));
    }

    private static Table sides(ModelComparison diff) {
        ModelComparison.Side active = diff.active();
        ModelComparison.Side shadow = diff.shadow();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("model", active.model(), shadow.model()));
        rows.add(List.of("flows scored", Long.toString(active.flows()), Long.toString(shadow.flows())));
        rows.add(both("flows compared", Long.toString(diff.flows())));
        rows.add(List.of("flows skipped", "", Long.toString(diff.skipped())));
        rows.add(both(
                "traffic", String.format(Locale.ROOT, "%.1f s", diff.traffic().toMillis() / 1e3)));
        rows.add(both(
                "agreement", diff.flows() == 0 ? "-" : String.format(Locale.ROOT, "%.4f %%", 100 * diff.agreement())));
        rows.add(List.of("threshold", number(active.threshold()), number(shadow.threshold())));
        rows.add(List.of("anomalous", Long.toString(active.anomalies()), Long.toString(shadow.anomalies())));
        rows.add(List.of("alerts an hour", number(active.alertsPerHour()), number(shadow.alertsPerHour())));
        for (Map.Entry<Double, Double> quantile : active.quantiles().entrySet()) {
            rows.add(List.of(
                    "score, quantile " + quantile.getKey(),
                    number(quantile.getValue()),
                    number(shadow.quantiles().getOrDefault(quantile.getKey(), Double.NaN))));
        }
        return new Table(List.of("", "ACTIVE", "SHADOW"), rows, "");
    }

    private static List<String> both(String what, String value) {
        return List.of(what, value, value);
    }

    private static Table flows(ModelComparison diff) {
        return new Table(
                List.of("FLOW", "END", "ACTIVE", "", "SHADOW", ""),
                diff.largest().stream()
                        .map(difference -> List.of(
                                difference.flow().key().toString(),
                                difference.flow().end().toString(),
                                number(difference.activeScore()),
                                verdict(difference.activeAnomaly()),
                                number(difference.shadowScore()),
                                verdict(difference.shadowAnomaly())))
                        .toList(),
                "no flow was compared yet");
    }

    private static String verdict(boolean anomaly) {
        return anomaly ? "ANOMALY" : "normal";
    }

    private static List<String> row(ModelEntry model) {
        return List.of(
                model.id(),
                model.state().name(),
                model.architecture(),
                model.signature() == null ? "" : model.signature().toString(),
                model.since().toString(),
                model.origin(),
                model.detail());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.6g", value);
    }
}
