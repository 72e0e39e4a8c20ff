package org.ldpi.shell.karaf;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;

/** {@code ldpi:explain} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "explain",
        description = "Why a flow got its score: the bytes that weighed most, what is usual, the nearest normal flows")
public final class ExplainAction extends LdpiAction {
    private static final String DUMB = "dumb";

    @Argument(name = "flow", description = "The number of an alert, or of a flow (f345)", required = true)
    @Completion(FlowCompleter.class)
    private String flow;

    @Option(
            name = "--no-color",
            description = "Tenths of the heaviest weight instead of colours, as without a terminal")
    private boolean plain;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure {
        boolean terminal = session().getTerminal() != null
                && !DUMB.equals(session().getTerminal().getType());
        ldpi.explain(flow, terminal && !plain, session().getConsole());
    }
}
