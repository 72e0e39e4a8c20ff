package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:status} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "status",
        description = "State and counters of sensor, detector, model, threshold and outputs")
public final class StatusAction extends LdpiAction {
    @Override
    void run(LdpiCommands ldpi) {
        ldpi.status(session().getConsole());
    }
}
