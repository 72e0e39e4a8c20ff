package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:model-promote} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "model-promote", description = "Makes the shadow the active model")
public final class ModelPromoteAction extends LdpiAction {
    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.models().promote());
    }
}
