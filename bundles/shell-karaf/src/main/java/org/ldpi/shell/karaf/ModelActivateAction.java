package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:model-activate} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "model-activate", description = "Makes a model the active one")
public final class ModelActivateAction extends LdpiAction {
    @Argument(name = "model", description = "name:version, or the name where one version is there", required = true)
    @Completion(ModelCompleter.class)
    private String model;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.models().activate(model));
    }
}
