package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:incidents} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "incidents", description = "The last incidents: scans, floods and the like")
public final class IncidentsAction extends LdpiAction {
    @Option(name = "-n", description = "How many rows, newest first")
    private int rows = LdpiCommands.DEFAULT_ROWS;

    @Option(name = "--no-format", description = "For scripts: columns without frames")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        show(ldpi.incidents(rows), plain);
    }
}
