package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:recalibrate} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "recalibrate",
        description = "Shows what calibrating on recent traffic would change; applies it, or takes it back")
public final class RecalibrateAction extends LdpiAction {
    @Option(name = "--apply", description = "Puts it in force, also after a restart")
    private boolean apply;

    @Option(name = "--undo", description = "Takes the last one back")
    private boolean undo;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        ldpi.recalibrate(apply, undo, session().getConsole());
    }
}
