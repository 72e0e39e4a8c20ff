package org.ldpi.shell.karaf;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.drift.DriftMonitor;
import org.ldpi.api.explain.Explainer;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.Controller;
import org.ldpi.shell.command.LdpiCommands;
import org.ldpi.shell.command.Table;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** What the commands have in common: the services they speak to, and how they print. */
abstract class LdpiAction implements Action {
    static final String SCOPE = "ldpi";

    private static final String ACTIVE = "(" + ServingModel.ROLE + "=" + ServingModel.ACTIVE + ")";

    @Reference
    private BundleContext context;

    @Reference
    private Session session;

    @Override
    public final Object execute() throws CommandFailure, InterruptedException {
        run(new LdpiCommands(new Controller(
                Services.required(context, Sensor.class),
                Services.required(context, Detector.class),
                Services.required(context, ModelRepository.class),
                Services.required(context, AlertLog.class),
                Services.optional(context, IncidentLog.class),
                Services.optional(context, DriftMonitor.class),
                Services.optional(context, Recalibration.class),
                Services.optional(context, Explainer.class),
                Services.optional(context, Blocklist.class),
                Services.optional(context, HeadCaptures.class),
                Services.all(context, ServingModel.class, ACTIVE).findFirst().orElse(null),
                Services.all(context, ThresholdPolicy.class).toList(),
                Services.required(context, ConfigurationAdmin.class),
                context)));
        return null;
    }

    /** Does what the command says. */
    abstract void run(LdpiCommands ldpi) throws CommandFailure, InterruptedException;

    final Session session() {
        return session;
    }

    final void say(String line) {
        session.getConsole().println(line);
    }

    /** Draws a table as this shell does where somebody looks at it, and plainly for scripts. */
    final void show(Table table, boolean plain) {
        if (plain) {
            table.print(session.getConsole());
            return;
        }
        ShellTable drawn = new ShellTable();
        table.columns().forEach(drawn::column);
        drawn.emptyTableText(table.empty());
        table.rows().forEach(row -> drawn.addRow().addContent(List.copyOf(row)));
        drawn.print(session.getConsole());
    }
}
