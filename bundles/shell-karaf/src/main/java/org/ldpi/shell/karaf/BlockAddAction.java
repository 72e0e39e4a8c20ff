package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:block-add} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "block-add", description = "Blocks an address for a time")
public final class BlockAddAction extends LdpiAction {
    @Argument(name = "address", description = "An IPv4 or IPv6 address", required = true)
    private String address;

    @Option(name = "--for", description = "How long: 90s, 30m, 2h or 1d; as configured where not given")
    private String time = "";

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.blocklist().add(address, time));
    }
}
