package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:model-shadow} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "model-shadow",
        description = "Lets a model score beside the active one, without alerts")
public final class ModelShadowAction extends LdpiAction {
    @Argument(name = "model", description = "name:version, or the name where one version is there", required = true)
    @Completion(ModelCompleter.class)
    private String model;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.models().shadow(model));
    }
}
