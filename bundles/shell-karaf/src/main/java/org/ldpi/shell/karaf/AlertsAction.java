package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:alerts} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "alerts", description = "The last alerts, newest first")
public final class AlertsAction extends LdpiAction {
    @Option(name = "-n", description = "How many rows, newest first")
    private int rows = LdpiCommands.DEFAULT_ROWS;

    @Option(name = "--no-format", description = "For scripts: columns without frames")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        show(ldpi.alerts(rows), plain);
    }
}
