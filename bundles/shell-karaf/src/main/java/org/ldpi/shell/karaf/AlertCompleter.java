package org.ldpi.shell.karaf;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ldpi.api.alert.AlertLog;
import org.osgi.framework.BundleContext;

/** Completes the numbers of the last alerts. */
@Service
public final class AlertCompleter implements Completer {
    static final int LAST = 50;

    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(Services.all(context, AlertLog.class)
                        .flatMap(alerts -> alerts.recent(LAST).stream())
                        .map(alert -> Long.toString(alert.id()))
                        .toList())
                .complete(session, line, candidates);
    }
}
