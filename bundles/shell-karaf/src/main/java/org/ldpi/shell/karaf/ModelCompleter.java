package org.ldpi.shell.karaf;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelRepository;
import org.osgi.framework.BundleContext;

/** Completes the ids of models. */
@Service
public final class ModelCompleter implements Completer {
    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(Services.all(context, ModelRepository.class)
                        .flatMap(models -> models.list().stream())
                        .map(ModelEntry::id)
                        .toList())
                .complete(session, line, candidates);
    }
}
