package org.ldpi.sensor;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.flow.FlowTableFactory;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sensor as a service; what it is put together from comes and goes while it runs. */
@Component(service = Sensor.class, immediate = true, configurationPid = SensorOptions.PID)
@Designate(ocd = SensorConfiguration.class)
public final class SensorComponent implements Sensor {
    private static final Logger LOG = LoggerFactory.getLogger(SensorComponent.class);

    /** Between two tries to open an automatic capture that fails. */
    private static final int RETRY_SECONDS = 5;

    private final SensorParts parts = new SensorParts(SensorOptions.DEFAULT);
    private final CaptureSensor sensor = new CaptureSensor(SensorOptions.DEFAULT, parts, Clock.systemUTC());
    private final ScheduledExecutorService retries =
            Executors.newSingleThreadScheduledExecutor(SensorComponent::daemon);

    private final ScheduledFuture<?> retrying;
    private Blocklist blocklist;
    private PacketStore packets;

    /** Nothing runs before it is configured. */
    public SensorComponent() {
        retrying = retries.scheduleWithFixedDelay(this::retry, RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    private void retry() {
        try {
            sensor.retryAutomatic();
        } catch (RuntimeException e) {
            LOG.error("automatic capture", e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "ldpi-sensor-retries");
        thread.setDaemon(true);
        return thread;
    }

    /** Options that cannot be are refused as a whole; those before stay in force, and log and status say so. */
    @Activate
    @Modified
    void configure(SensorConfiguration configuration) {
        try {
            sensor.options(SensorOptions.of(configuration));
        } catch (RuntimeException e) {
            String problem = "configuration refused: " + e.getMessage();
            LOG.error(problem);
            sensor.optionsProblem(problem);
        }
    }

    @Deactivate
    void deactivate() {
        retrying.cancel(false);
        retries.shutdown();
        sensor.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProvider(CaptureProvider provider) {
        sensor.add(provider);
    }

    void removeProvider(CaptureProvider provider) {
        sensor.remove(provider);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDetector(Detector detector) {
        parts.add(detector);
    }

    void removeDetector(Detector detector) {
        parts.remove(detector);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addFactory(FlowTableFactory factory) {
        parts.add(factory);
    }

    void removeFactory(FlowTableFactory factory) {
        parts.remove(factory);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addQuantizer(Quantizer quantizer) {
        parts.add(quantizer);
    }

    void removeQuantizer(Quantizer quantizer) {
        parts.remove(quantizer);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + ServingModel.SAMPLED + "=true)")
    void addModel(ServingModel model) {
        parts.add(model);
    }

    void removeModel(ServingModel model) {
        parts.remove(model);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + ServingModel.ROLE + "=" + ServingModel.SHADOW + ")")
    void addShadow(ServingModel model) {
        parts.addShadow(model);
    }

    void removeShadow(ServingModel model) {
        parts.removeShadow(model);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setBlocklist(Blocklist now) {
        blocklist = now;
        parts.blocklist(now);
    }

    /** The next one may have come before this one goes. */
    synchronized void unsetBlocklist(Blocklist gone) {
        if (blocklist == gone) {
            blocklist = null;
            parts.blocklist(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setPackets(PacketStore now) {
        packets = now;
        parts.packets(now);
    }

    /** The next one may have come before this one goes. */
    synchronized void unsetPackets(PacketStore gone) {
        if (packets == gone) {
            packets = null;
            parts.packets(null);
        }
    }

    @Override
    public void start(CaptureRequest request) throws CaptureException {
        sensor.start(request);
    }

    @Override
    public void replay(String source, double speed) throws CaptureException {
        sensor.replay(source, speed);
    }

    @Override
    public void stop() {
        sensor.stop();
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        return sensor.await(atMost);
    }

    @Override
    public SensorStatus status() {
        return sensor.status();
    }
}
