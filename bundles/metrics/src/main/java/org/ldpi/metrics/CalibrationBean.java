package org.ldpi.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.calibration.RecalibrationException;
import org.ldpi.api.calibration.RecalibrationPlan;
import org.ldpi.api.drift.DriftMonitor;

/** The calibration as a managed bean. */
final class CalibrationBean implements CalibrationMXBean {
    static final String NAME = "org.ldpi:type=Calibration";

    private static final String AWAY = "nothing recalibrates: the bundle org.ldpi.threshold is not running";

    private final Subjects subjects;

    CalibrationBean(Subjects subjects) {
        this.subjects = subjects;
    }

    @Override
    public String getState() {
        Recalibration present = subjects.recalibration().get();
        return present == null ? "" : present.status().line();
    }

    @Override
    public int getSteps() {
        Recalibration present = subjects.recalibration().get();
        return present == null ? 0 : present.status().steps();
    }

    @Override
    public String getDrift() {
        DriftMonitor present = subjects.drift().get();
        return present == null ? "" : present.status().line();
    }

    private Recalibration present() {
        Recalibration present = subjects.recalibration().get();
        if (present == null) {
            throw new IllegalStateException(AWAY);
        }
        return present;
    }

    @Override
    public String plan() {
        return text(present().plan());
    }

    @Override
    public String recalibrate() {
        try {
            return text(present().apply());
        } catch (RecalibrationException e) {
            throw new IllegalStateException("refused: " + e.getMessage(), e);
        }
    }

    @Override
    public String undo() {
        try {
            return present().undo().line();
        } catch (RecalibrationException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String text(RecalibrationPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(plan.used() + " of the last " + plan.recent() + " flows");
        plan.leftOut().forEach((reason, number) -> lines.add("left out: " + number + " " + reason));
        plan.quantiles().forEach(change -> lines.add(line("quantile " + change.name() + " %", change)));
        plan.thresholds().forEach(change -> lines.add(line("threshold " + change.name(), change)));
        if (!plan.refused().isEmpty()) {
            lines.add("refused: " + plan.refused());
        }
        return String.join("\n", lines);
    }

    private static String line(String what, RecalibrationPlan.Change change) {
        return String.format(Locale.ROOT, "%s: %.6g, then %.6g", what, change.before(), change.after());
    }
}
