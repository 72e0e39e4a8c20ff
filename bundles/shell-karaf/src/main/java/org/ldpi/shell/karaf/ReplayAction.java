package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:replay} */
@Service
@Command(scope = LdpiAction.SCOPE, name = "replay", description = "Replays a capture file or a folder of them")
public final class ReplayAction extends LdpiAction {
    @Argument(name = "file", description = "A capture file, or a folder of them", required = true)
    @Completion(FileCompleter.class)
    private String file;

    @Option(name = "--speed", description = "0 as fast as it goes, 1 at the recorded speed, or a multiple of it")
    private double speed = Sensor.UNLIMITED;

    @Option(name = "--wait", description = "Wait for the end and print a summary")
    private boolean wait;

    @Option(name = "--follow", description = "Like --wait, and print alerts as they come")
    private boolean follow;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure, InterruptedException {
        if (wait || follow) {
            ldpi.replayToTheEnd(file, speed, follow, session().getConsole());
        } else {
            ldpi.replay(file, speed);
            say("replaying " + file);
        }
    }
}
