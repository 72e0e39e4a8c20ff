package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.BlocklistCommands;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:block-list} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "block-list", description = "The blocked addresses, and until when they are")
public final class BlockListAction extends LdpiAction {
    @Option(name = "--no-format", description = "For scripts: columns without frames")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        BlocklistCommands blocklist = ldpi.blocklist();
        show(blocklist.list(), plain);
        say(blocklist.summary());
    }
}
