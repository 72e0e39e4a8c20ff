package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:model-retire} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "model-retire",
        description = "Takes the active model or the shadow from service")
public final class ModelRetireAction extends LdpiAction {
    @Argument(name = "model", description = "name:version, or the name where one version is there", required = true)
    @Completion(ServingModelCompleter.class)
    private String model;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.models().retire(model));
    }
}
