package org.ldpi.shell.karaf;

import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.shell.command.BlocklistCommands;
import org.osgi.framework.BundleContext;

/** Completes blocked addresses. */
@Service
public final class BlockedCompleter implements Completer {
    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        Stream<String> blocked = Services.all(context, Blocklist.class)
                .flatMap(list -> list.entries().stream())
                .map(entry -> entry.address().getHostAddress());
        return new StringsCompleter(
                        Stream.concat(blocked, Stream.of(BlocklistCommands.ALL)).toList())
                .complete(session, line, candidates);
    }
}
