package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:block-remove} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "block-remove", description = "Takes an address from the blocklist")
public final class BlockRemoveAction extends LdpiAction {
    @Argument(name = "address", description = "A blocked address, or all", required = true)
    @Completion(BlockedCompleter.class)
    private String address;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.blocklist().remove(address));
    }
}
