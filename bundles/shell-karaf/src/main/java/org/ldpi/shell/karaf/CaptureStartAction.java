package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:capture-start} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "capture-start", description = "Captures from an interface")
public final class CaptureStartAction extends LdpiAction {
    @Argument(name = "interface", description = "The network interface", required = true)
    @Completion(InterfaceCompleter.class)
    private String networkInterface;

    @Option(name = "--filter", description = "A pcap filter expression")
    private String filter = "";

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        ldpi.startCapture(networkInterface, filter);
        say("capturing from " + networkInterface);
    }
}
