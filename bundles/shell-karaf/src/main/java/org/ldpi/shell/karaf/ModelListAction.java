package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:model-list} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "model-list", description = "The models and their states")
public final class ModelListAction extends LdpiAction {
    @Option(name = "--no-format", description = "For scripts: columns without frames")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) {
        show(ldpi.models().list(), plain);
    }
}
