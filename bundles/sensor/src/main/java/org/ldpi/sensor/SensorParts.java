package org.ldpi.sensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.flow.FlowTableFactory;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;

/**
 * The services that the sensor is put together from, as they come and go, and the setup of flow tables that follows from
 * them. Of services of one kind the one that came last is used. Thread-safe.
 *
 * <p>When the active model goes and no other comes, samples go on being made as it required: they wait in the detector.
 * When one comes that takes other samples while a source runs, the one before is kept open until the flows are through that
 * began under it.
 */
final class SensorParts {
    private final List<CaptureProvider> providers = new ArrayList<>();
    private final List<Detector> detectors = new ArrayList<>();
    private final List<FlowTableFactory> factories = new ArrayList<>();
    private final List<Quantizer> quantizers = new ArrayList<>();
    private final List<ServingModel> models = new ArrayList<>();
    private final List<ServingModel> shadows = new ArrayList<>();
    /** Models that are kept open for flows that began under them. */
    private final List<ServingModel> kept = new ArrayList<>();

    /** The runs of the source, with the setup that all flows of a run began under; empty while there are several. */
    private final Map<SourceRun, Optional<TableSetup>> runs = new HashMap<>();

    private SensorOptions options;
    private ModelSignature required;
    private String missing = "";
    /** Null while something is missing. Read for every poll, so without the lock. */
    private volatile TableSetup setup;

    /** Null where the shadow takes the samples that are made anyway, or there is none. */
    private volatile TableSetup shadowSetup;

    private volatile Detector detector;
    /** Null for none. */
    private volatile Blocklist blocklist;

    private volatile PacketStore packets;

    SensorParts(SensorOptions options) {
        this.options = options;
    }

    synchronized void add(CaptureProvider provider) {
        providers.add(provider);
    }

    synchronized void remove(CaptureProvider provider) {
        providers.remove(provider);
    }

    synchronized void add(Detector added) {
        detectors.add(added);
        renew();
    }

    synchronized void remove(Detector removed) {
        detectors.remove(removed);
        renew();
    }

    synchronized void add(FlowTableFactory factory) {
        factories.add(factory);
        renew();
    }

    synchronized void remove(FlowTableFactory factory) {
        factories.remove(factory);
        renew();
    }

    synchronized void add(Quantizer quantizer) {
        quantizers.add(quantizer);
        renew();
    }

    synchronized void remove(Quantizer quantizer) {
        quantizers.remove(quantizer);
        renew();
    }

    synchronized void add(ServingModel model) {
        ServingModel before = last(models);
        TableSetup old = setup;
        models.add(model);
        renew();
        boolean others = !runs.isEmpty()
                && old != null
                && setup != null
                && !setup.signature().equals(old.signature());
        if (others && before != null && before.acquire()) {
            kept.add(before);
        }
    }

    synchronized void addShadow(ServingModel model) {
        shadows.add(model);
        renew();
    }

    synchronized void removeShadow(ServingModel model) {
        shadows.remove(model);
        renew();
    }

    /** A run of the source begins to make samples. */
    synchronized void running(SourceRun run) {
        runs.put(run, Optional.empty());
    }

    /** No flow of a run began under another setup than this one. */
    synchronized void through(SourceRun run, TableSetup now) {
        runs.put(run, Optional.of(now));
        letGo();
    }

    /** A run has no flows any more. */
    synchronized void ended(SourceRun run) {
        runs.remove(run);
        letGo();
    }

    /** Lets models before the present one go when no run has flows that began under them. */
    private void letGo() {
        Optional<TableSetup> present = Optional.ofNullable(setup);
        if (runs.values().stream().allMatch(present::equals)) {
            kept.forEach(ServingModel::release);
            kept.clear();
        }
    }

    synchronized void remove(ServingModel model) {
        models.remove(model);
        renew();
    }

    synchronized void options(SensorOptions now) {
        options = now;
        renew();
    }

    void packets(PacketStore now) {
        packets = now;
    }

    /** Where packets of heads are kept, or null. */
    PacketStore packets() {
        return packets;
    }

    void blocklist(Blocklist now) {
        blocklist = now;
    }

    /** Whose flows are dropped, or null. */
    Blocklist blocklist() {
        return blocklist;
    }

    /** The provider of captures of a kind, or null. */
    synchronized CaptureProvider provider(String kind) {
        CaptureProvider last = null;
        for (CaptureProvider provider : providers) {
            if (provider.kind().equals(kind)) {
                last = provider;
            }
        }
        return last;
    }

    /** The detector, or null. */
    Detector detector() {
        return detector;
    }

    /** The setup of flow tables, or null while something is missing. */
    TableSetup setup() {
        return setup;
    }

    /** The setup of a second flow table, for a shadow that takes other samples; null where there is none. */
    TableSetup shadowSetup() {
        return shadowSetup;
    }

    /** Waits for a setup and for a detector. */
    synchronized TableSetup awaitSetup() throws InterruptedException {
        while (setup == null || detector == null) {
            wait();
        }
        return setup;
    }

    /** Waits for a detector. */
    synchronized Detector awaitDetector() throws InterruptedException {
        while (detector == null) {
            wait();
        }
        return detector;
    }

    /** One line that says what is waited for; empty when nothing is. */
    synchronized String missing() {
        return missing;
    }

    /** One line when the options make samples that the active model does not take; empty otherwise. */
    synchronized String misfit() {
        if (setup == null || models.isEmpty() || setup.signature().equals(required)) {
            return "";
        }
        return "samples are made as " + setup.signature() + ", the active model takes " + required;
    }

    private void renew() {
        if (!models.isEmpty()) {
            required = last(models).model().signature();
        }
        ModelSignature signature = options.signature(required);
        Quantizer quantizer = signature == null ? null : quantizer(signature.profile());
        FlowTableFactory factory = last(factories);
        detector = last(detectors);
        missing = "";
        if (signature == null) {
            missing = "waits for a model";
        } else if (quantizer == null) {
            missing = "waits for a quantizer of profile '" + signature.profile() + "'";
        } else if (factory == null) {
            missing = "waits for the flow table";
        } else if (detector == null) {
            missing = "waits for the detector";
        }
        setup = setup(signature);
        shadowSetup = shadowSetup(setup);
        notifyAll();
    }

    private TableSetup setup(ModelSignature signature) {
        Quantizer quantizer = signature == null ? null : quantizer(signature.profile());
        FlowTableFactory factory = last(factories);
        return quantizer == null || factory == null
                ? null
                : new TableSetup(signature, options.table(signature), quantizer, factory);
    }

    private TableSetup shadowSetup(TableSetup active) {
        if (shadows.isEmpty() || active == null) {
            return null;
        }
        ModelSignature takes = last(shadows).model().signature();
        // What the options fix goes before any model's: then nothing can be made for the shadow.
        boolean makeable = takes.equals(options.signature(takes));
        return makeable && !takes.equals(active.signature()) ? setup(takes) : null;
    }

    private Quantizer quantizer(String profile) {
        return last(quantizers.stream()
                .filter(quantizer -> quantizer.profile().equals(profile))
                .toList());
    }

    private static <T> T last(List<T> list) {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }
}
