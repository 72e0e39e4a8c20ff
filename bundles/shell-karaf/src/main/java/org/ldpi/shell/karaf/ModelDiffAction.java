package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;
import org.ldpi.shell.command.Table;

/** {@code ldpi:model-diff} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "model-diff", description = "The active model and the shadow side by side")
public final class ModelDiffAction extends LdpiAction {
    @Option(name = "--no-format", description = "For scripts: columns without frames")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        for (Table table : ldpi.models().diff()) {
            show(table, plain);
        }
    }
}
