package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:threshold-set} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "threshold-set",
        description = "Goes by a policy or by a fixed score, from the next batch on and after a restart")
public final class ThresholdSetAction extends LdpiAction {
    @Argument(name = "threshold", description = "A policy's name, or a score above 0", required = true)
    @Completion(ThresholdCompleter.class)
    private String threshold;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure, InterruptedException {
        ldpi.setThreshold(threshold);
        say("threshold " + threshold + " from the next batch on");
    }
}
