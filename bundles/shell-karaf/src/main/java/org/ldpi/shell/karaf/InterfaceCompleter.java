package org.ldpi.shell.karaf;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of this machine's network interfaces. */
@Service
public final class InterfaceCompleter implements Completer {
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        try {
            List<String> names = NetworkInterface.networkInterfaces()
                    .map(NetworkInterface::getName)
                    .toList();
            return new StringsCompleter(names).complete(session, line, candidates);
        } catch (SocketException e) {
            // No list, no candidates; the command itself says what is wrong with a name.
            return -1;
        }
    }
}
