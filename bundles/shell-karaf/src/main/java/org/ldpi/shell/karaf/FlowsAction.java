package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:flows} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "flows", description = "The last flows with their verdicts, newest first")
public final class FlowsAction extends LdpiAction {
    @Option(name = "-n", description = "How many rows, newest first")
    private int rows = LdpiCommands.DEFAULT_ROWS;

    @Option(name = "--no-format", description = "For scripts: columns without frames")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        show(ldpi.flows(rows), plain);
    }
}
