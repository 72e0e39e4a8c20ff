package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:pcap} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "pcap", description = "The capture file of an alert, or a copy of it")
public final class PcapAction extends LdpiAction {
    @Argument(name = "alert", description = "The number of an alert", required = true)
    @Completion(AlertCompleter.class)
    private String alert;

    @Option(name = "--to", description = "Write a copy to this file, which must not be there yet")
    @Completion(FileCompleter.class)
    private String copy = "";

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        say(ldpi.pcap(alert, copy));
    }
}
