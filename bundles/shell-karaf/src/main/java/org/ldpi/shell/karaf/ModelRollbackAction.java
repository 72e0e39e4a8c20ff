package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:model-rollback} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "model-rollback",
        description = "Makes the model active again that was active before")
public final class ModelRollbackAction extends LdpiAction {
    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.models().rollback());
    }
}
