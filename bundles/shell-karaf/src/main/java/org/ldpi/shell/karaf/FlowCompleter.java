package org.ldpi.shell.karaf;

import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.detector.Detector;
import org.ldpi.shell.command.LdpiCommands;
import org.osgi.framework.BundleContext;

/** Completes the numbers of the last alerts and flows. */
@Service
public final class FlowCompleter implements Completer {
    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> numbers = Stream.concat(
                        Services.all(context, AlertLog.class)
                                .flatMap(alerts -> alerts.recent(AlertCompleter.LAST).stream())
                                .map(alert -> Long.toString(alert.id())),
                        Services.all(context, Detector.class)
                                .flatMap(detector -> detector.recent(AlertCompleter.LAST).stream())
                                .map(LdpiCommands::flowNumber))
                .toList();
        return new StringsCompleter(numbers).complete(session, line, candidates);
    }
}
