package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:model-verify} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "model-verify",
        description = "Makes every check on an installed model, or on a file that is not installed")
public final class ModelVerifyAction extends LdpiAction {
    @Argument(name = "model", description = "name:version of an installed model, or a model's file", required = true)
    @Completion(ModelOrFileCompleter.class)
    private String model;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.models().verify(model));
    }
}
