package org.ldpi.model;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.model.ServingModel;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The repository of models as a service; the active model is a service of its own. */
@Component(service = ModelRepository.class, immediate = true, configurationPid = ModelComponent.PID)
@Designate(ocd = ModelConfiguration.class)
public final class ModelComponent implements ModelRepository {
    static final String PID = "org.ldpi.model";
    /** Service property of the active model. */
    static final String ID = "ldpi.model.id";

    private static final Logger LOG = LoggerFactory.getLogger(ModelComponent.class);
    private static final String CHOICE_FILE = "active.properties";
    private static final Duration LAST_BATCH = Duration.ofSeconds(10);

    private final BundleContext context;
    private final ModelThread thread = new ModelThread();
    private final Models models;
    private final ModelTracker tracker;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile EventAdmin events;

    @Activate
    public ModelComponent(BundleContext context, ModelConfiguration configuration) {
        this.context = context;
        tracker = new ModelTracker(context, new Found());
        Path choice = context.getDataFile(CHOICE_FILE).toPath();
        models = new Models(new Host(), choice, Clock.systemUTC());
        String active = configuration.active();
        thread.later(() -> models.configure(active));
    }

    @Activate
    void open() {
        tracker.open();
    }

    @Modified
    void modified(ModelConfiguration configuration) {
        String active = configuration.active();
        thread.later(() -> models.configure(active));
    }

    @Deactivate
    void close() {
        tracker.close();
        thread.later(models::close);
        thread.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addArchitecture(EncoderArchitecture architecture) {
        thread.later(() -> models.added(architecture));
    }

    /** Returns when no model of that architecture serves any more: its code is about to go. */
    void removeArchitecture(EncoderArchitecture architecture) {
        thread.laterButWait(() -> models.removed(architecture), LAST_BATCH);
    }

    @Override
    public List<ModelEntry> list() {
        return models.list();
    }

    @Override
    public void activate(String id) throws ModelException {
        thread.call(() -> {
            models.activate(id);
            return null;
        });
    }

    private final class Found implements ModelTracker.Receiver {
        @Override
        public void found(long key, String name, String origin, Models.Reading reading) {
            thread.later(() -> models.found(key, name, origin, reading));
        }

        @Override
        public void lost(long key) {
            thread.laterButWait(() -> models.lost(key), LAST_BATCH);
        }
    }

    private final class Host implements ModelHost {
        @Override
        public Runnable serve(ServingModel model) {
            Map<String, Object> properties = Map.of(
                    ServingModel.ROLE,
                    ServingModel.ACTIVE,
                    ID,
                    model.model().id().toString());
            ServiceRegistration<ServingModel> registration =
                    context.registerService(ServingModel.class, model, FrameworkUtil.asDictionary(properties));
            return registration::unregister;
        }

        @Override
        public void changed(ModelEntry entry) {
            String reason = entry.detail().isEmpty() ? "" : ": " + entry.detail();
            if (entry.state() == ModelState.REFUSED) {
                LOG.warn("model {} {}{} ({})", entry.id(), entry.state(), reason, entry.origin());
            } else {
                LOG.info("model {} {}{}", entry.id(), entry.state(), reason);
            }
            EventAdmin admin = events;
            if (admin != null) {
                admin.postEvent(new Event(
                        ModelRepository.TOPIC,
                        Map.of("model", entry.id(), "state", entry.state().name(), "detail", entry.detail())));
            }
        }

        @Override
        public boolean moreToCome() {
            return tracker.moreToCome();
        }
    }
}
