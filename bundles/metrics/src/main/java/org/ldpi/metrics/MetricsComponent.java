package org.ldpi.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.drift.DriftMonitor;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorState;
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

/** Metrics of the container's sensor, detector and alerts: an endpoint for Prometheus, managed beans for JMX. */
@Component(service = VerdictListener.class, immediate = true, configurationPid = MetricsComponent.PID)
@Designate(ocd = MetricsConfiguration.class)
public final class MetricsComponent implements VerdictListener {
    static final String PID = "org.ldpi.metrics";

    private static final Logger LOG = LoggerFactory.getLogger(MetricsComponent.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Sensor sensor;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Detector detector;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AlertLog alerts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile IncidentLog incidents;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Blocklist blocklist;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile HeadCaptures captures;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile DriftMonitor drift;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Recalibration recalibration;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Subjects subjects = new Subjects(
            () -> sensor,
            () -> detector,
            () -> alerts,
            () -> incidents,
            () -> blocklist,
            () -> captures,
            () -> drift,
            () -> recalibration);
    private final VerdictMetrics verdicts = new VerdictMetrics(registry, this::live, MetricsComponent::epochNanos);
    private Endpoint endpoint;
    /** Asked at most once a second, and only in the scoring thread. */
    private boolean live;

    private long lookedAt = System.nanoTime() - LOOK_NANOS;

    public MetricsComponent() {
        StatusMetrics.register(registry, subjects);
    }

    @Activate
    void activate(MetricsConfiguration configuration) {
        register(Status.NAME, new Status(subjects));
        register(CalibrationBean.NAME, new CalibrationBean(subjects));
        modified(configuration);
    }

    @Modified
    void modified(MetricsConfiguration configuration) {
        closeEndpoint();
        if (configuration.enabled()) {
            try {
                endpoint = new Endpoint(registry, configuration.address(), configuration.port());
                LOG.info("metrics at {}", endpoint.url());
            } catch (IOException e) {
                LOG.error("{}: {}", PID, e.getMessage());
            }
        }
    }

    @Deactivate
    void deactivate() {
        closeEndpoint();
        unregister(Status.NAME);
        unregister(CalibrationBean.NAME);
    }

    private static void register(String name, Object bean) {
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, new ObjectName(name));
        } catch (JMException e) {
            LOG.error("{} cannot be registered with JMX: {}", name, e.getMessage());
        }
    }

    private static void unregister(String name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(name));
        } catch (JMException e) {
            LOG.warn("{} cannot be taken from JMX: {}", name, e.getMessage());
        }
    }

    private void closeEndpoint() {
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
    }

    @Override
    public void onVerdict(Verdict verdict) {
        verdicts.onVerdict(verdict);
    }

    private boolean live() {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_NANOS) {
            lookedAt = now;
            Sensor present = sensor;
            live = present != null && present.status().state() == SensorState.CAPTURING;
        }
        return live;
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
