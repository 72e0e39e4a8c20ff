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
import org.ldpi.api.model.ModelState;
import org.osgi.framework.BundleContext;

/** Completes the ids of the active model and the shadow. */
@Service
public final class ServingModelCompleter implements Completer {
    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> ids = Services.all(context, ModelRepository.class)
                .flatMap(models -> models.list().stream())
                .filter(model -> model.state() == ModelState.ACTIVE || model.state() == ModelState.SHADOW)
                .map(ModelEntry::id)
                .toList();
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
