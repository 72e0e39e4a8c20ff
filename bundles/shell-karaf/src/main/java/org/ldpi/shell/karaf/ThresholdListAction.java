package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:threshold-list} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "threshold-list", description = "The threshold policies and what is in force")
public final class ThresholdListAction extends LdpiAction {
    @Option(name = "--no-format", description = "For scripts: columns without frames")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) {
        show(ldpi.thresholds(), plain);
    }
}
