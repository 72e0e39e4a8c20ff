package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:model-info} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "model-info", description = "What a model says of itself")
public final class ModelInfoAction extends LdpiAction {
    @Argument(name = "model", description = "name:version, or the name where one version is there", required = true)
    @Completion(ModelCompleter.class)
    private String model;

    @Option(name = "--no-format", description = "For scripts: columns without frames")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        show(ldpi.models().info(model), plain);
    }
}
