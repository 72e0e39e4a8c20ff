package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:capture-stop} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "capture-stop", description = "Stops the capture or the replay")
public final class CaptureStopAction extends LdpiAction {
    @Override
    void run(LdpiCommands ldpi) {
        ldpi.stopCapture();
        say("stopped");
    }
}
