package org.ldpi.shell.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.calibration.RecalibrationException;
import org.ldpi.api.calibration.RecalibrationPlan;
import org.ldpi.api.calibration.RecalibrationPlan.Change;
import org.ldpi.api.calibration.RecalibrationStatus;

/** What is about recalibration: shown before it is applied, undone by one command. */
public final class RecalibrationCommands {
    private final Recalibration recalibration;

    /** @param recalibration null where its bundle is not running */
    RecalibrationCommands(Recalibration recalibration) throws CommandFailure {
        if (recalibration == null) {
            throw new CommandFailure("nothing recalibrates: the bundle org.ldpi.threshold is not running");
        }
        this.recalibration = recalibration;
    }

    /** What a recalibration would change now. */
    public void show(PrintStream out) {
        StatusReport.line(out, "now", recalibration.status().line());
        RecalibrationPlan plan = recalibration.plan();
        print(plan, out);
        out.println(
                plan.refused().isEmpty()
                        ? "nothing has changed yet; to apply it: ldpi:recalibrate --apply"
                        : "refused: " + plan.refused());
    }

    /** Recalibrates. */
    public void apply(PrintStream out) throws CommandFailure {
        try {
            print(recalibration.apply(), out);
        } catch (RecalibrationException e) {
            throw new CommandFailure("refused: " + e.getMessage(), e);
        }
        out.println("applied from the next batch on; to take it back: ldpi:recalibrate --undo");
    }

    /** Takes the last recalibration back. */
    public void undo(PrintStream out) throws CommandFailure {
        try {
            RecalibrationStatus status = recalibration.undo();
            out.println("undone from the next batch on; calibration of " + status.model() + ": " + status.line());
        } catch (RecalibrationException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private static void print(RecalibrationPlan plan, PrintStream out) {
        String leftOut = plan.leftOut().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        StatusReport.line(
                out,
                "flows",
                plan.used() + " of the last " + plan.recent() + (leftOut.isEmpty() ? "" : "; left out: " + leftOut));
        if (plan.thresholds().isEmpty()) {
            return;
        }
        StatusReport.line(
                out,
                "over",
                String.format(
                        Locale.ROOT,
                        "%.3f %% of these flows are over the threshold in force, then %.3f %%",
                        100 * plan.overBefore(),
                        100 * plan.overAfter()));
        table("QUANTILE %", plan.quantiles()).print(out);
        table("POLICY", plan.thresholds()).print(out);
    }

    private static Table table(String what, List<Change> changes) {
        return new Table(
                List.of(what, "BEFORE", "AFTER", "CHANGE"),
                changes.stream().map(RecalibrationCommands::row).toList(),
                "-");
    }

    private static List<String> row(Change change) {
        return List.of(
                change.name(),
                String.format(Locale.ROOT, "%.6g", change.before()),
                String.format(Locale.ROOT, "%.6g", change.after()),
                change.before() > 0
                        ? String.format(Locale.ROOT, "%+.1f %%", 100 * (change.after() / change.before() - 1))
                        : "-");
    }
}
