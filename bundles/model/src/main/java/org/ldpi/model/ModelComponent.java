package org.ldpi.model;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ldpi.api.detector.ShadowListener;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.ModelComparison;
import org.ldpi.api.model.ModelDetails;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.model.check.ModelReading;
import org.ldpi.model.check.SignatureCheck;
import org.osgi.framework.Bundle;
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

/** The repository of models as a service; the active model and the shadow are services of their own. */
@Component(
        service = {ModelRepository.class, VerdictListener.class, ShadowListener.class},
        immediate = true,
        configurationPid = ModelOptions.PID)
@Designate(ocd = ModelConfiguration.class)
public final class ModelComponent implements ModelRepository, VerdictListener, ShadowListener {
    /** Service property of a model that serves. */
    static final String ID = "ldpi.model.id";

    private static final Logger LOG = LoggerFactory.getLogger(ModelComponent.class);
    private static final String STATE_FILE = "active.properties";
    private static final Duration LAST_BATCH = Duration.ofSeconds(10);

    private final BundleContext context;
    private final Clock clock = Clock.systemUTC();
    private final ModelThread thread = new ModelThread();
    private final Models models;
    private final ModelTracker tracker;
    private final AtomicBoolean judging = new AtomicBoolean();
    private volatile ModelReading reading = new ModelReading(SignatureCheck.OPTIONAL);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile EventAdmin events;

    @Activate
    public ModelComponent(BundleContext context, ModelConfiguration configuration) {
        this.context = context;
        tracker = new ModelTracker(context, new Found());
        Path state = context.getDataFile(STATE_FILE).toPath();
        models = new Models(new Host(), new StateFile(state), ModelOptions.DEFAULT, clock);
        configure(configuration, false);
    }

    @Activate
    void open() {
        tracker.open();
    }

    @Modified
    void modified(ModelConfiguration configuration) {
        configure(configuration, true);
    }

    /** Options that cannot be are refused as a whole; those before stay in force. */
    private void configure(ModelConfiguration configuration, boolean again) {
        try {
            ModelOptions options = ModelOptions.of(configuration);
            reading = ModelOptions.reading(configuration, clock);
            thread.later(() -> models.options(options));
            if (again) {
                thread.later(models::readAgain);
            }
        } catch (IllegalArgumentException e) {
            LOG.error("configuration refused: {}", e.getMessage());
            if (!again) {
                // Nobody said that what cannot be understood may be left out: nothing is taken until it is mended.
                reading = new ModelReading(SignatureCheck.refusing(e.getMessage()));
            }
        }
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

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addQuantizer(Quantizer quantizer) {
        thread.later(() -> models.profileAdded(quantizer.profile()));
    }

    void removeQuantizer(Quantizer quantizer) {
        thread.later(() -> models.profileRemoved(quantizer.profile()));
    }

    @Override
    public void onVerdict(Verdict verdict) {
        if (models.trials().onVerdict(verdict)) {
            judge();
        }
    }

    @Override
    public void onShadow(Verdict active, Verdict shadow) {
        if (models.trials().onShadow(active, shadow)) {
            judge();
        }
    }

    @Override
    public void onUnpaired(Verdict verdict) {
        models.trials().onUnpaired(verdict);
    }

    @Override
    public void onSkipped(ModelId shadow, int flows) {
        models.trials().onSkipped(shadow, flows);
    }

    /** Once for however many verdicts that ask for it. */
    private void judge() {
        if (judging.compareAndSet(false, true)) {
            thread.later(() -> {
                judging.set(false);
                models.judge();
            });
        }
    }

    @Override
    public List<ModelEntry> list() {
        return models.list();
    }

    @Override
    public ModelDetails info(String id) throws ModelException {
        return thread.call(() -> models.info(id));
    }

    @Override
    public void activate(String id) throws ModelException {
        thread.call(() -> {
            models.activate(id);
            return id;
        });
    }

    @Override
    public void shadow(String id) throws ModelException {
        thread.call(() -> {
            models.shadow(id);
            return id;
        });
    }

    @Override
    public String promote() throws ModelException {
        return thread.call(models::promote);
    }

    @Override
    public String rollback() throws ModelException {
        return thread.call(models::rollback);
    }

    @Override
    public void retire(String id) throws ModelException {
        thread.call(() -> {
            models.retire(id);
            return id;
        });
    }

    @Override
    public ModelDetails verify(String id) throws ModelException {
        return thread.call(() -> models.verify(id));
    }

    @Override
    public ModelDetails verify(Path file) throws ModelException {
        return thread.call(() -> models.verify(() -> reading.read(file)));
    }

    @Override
    public ModelComparison diff() throws ModelException {
        return models.trials().diff();
    }

    private final class Found implements ModelTracker.Receiver {
        @Override
        public void found(long key, String name, String origin, Bundle bundle) {
            thread.later(() -> models.found(key, name, origin, () -> {
                // Here and not before: until the repository reads it, the model is still to come.
                tracker.seen(bundle);
                return reading.read(new BundleSource(bundle));
            }));
        }

        @Override
        public void lost(long key) {
            thread.laterButWait(() -> models.lost(key), LAST_BATCH);
        }
    }

    private final class Host implements ModelHost {
        @Override
        public Runnable serve(ServingModel model, String role) {
            Map<String, Object> properties = new HashMap<>(
                    Map.of(ServingModel.ROLE, role, ID, model.model().id().toString()));
            ServiceRegistration<ServingModel> registration =
                    context.registerService(ServingModel.class, model, dictionary(properties));
            if (role.equals(ServingModel.ACTIVE)) {
                // The detector has it: from now on samples for it may come.
                properties.put(ServingModel.SAMPLED, true);
                registration.setProperties(dictionary(properties));
            }
            return registration::unregister;
        }

        private static Dictionary<String, Object> dictionary(Map<String, Object> properties) {
            return FrameworkUtil.asDictionary(Map.copyOf(properties));
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
        public void close(Runnable encoder) {
            thread.close(encoder);
        }

        @Override
        public boolean moreToCome() {
            return tracker.moreToCome();
        }
    }
}
