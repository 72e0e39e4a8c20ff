package org.ldpi.evidence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentListener;
import org.ldpi.api.incident.IncidentLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evidence over flows as a service. */
@Component(
        service = {VerdictListener.class, IncidentLog.class},
        immediate = true,
        configurationPid = EvidenceOptions.PID)
@Designate(ocd = EvidenceConfiguration.class)
public final class EvidenceComponent implements VerdictListener, IncidentLog {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceComponent.class);

    private final List<IncidentListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean enabled;
    private volatile Evidence evidence = new Evidence(EvidenceOptions.DEFAULT, this::tell);

    /** Options that cannot be are refused as a whole: those before stay in force. Incidents that are open end with others. */
    @Activate
    @Modified
    void configure(EvidenceConfiguration configuration) {
        try {
            Evidence before = evidence;
            evidence = new Evidence(
                    new EvidenceOptions(
                            configuration.budget(),
                            configuration.flows(),
                            configuration.flood_per_second(),
                            Duration.ofSeconds(configuration.quiet_seconds()),
                            configuration.addresses(),
                            configuration.recent()),
                    this::tell);
            enabled = configuration.enabled();
            before.close();
        } catch (IllegalArgumentException e) {
            LOG.error("{}: configuration refused: {}", EvidenceOptions.PID, e.getMessage());
        }
    }

    /** Nobody is to wait for the end of an incident that nobody tests any more. */
    @Deactivate
    void deactivate() {
        enabled = false;
        evidence.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(IncidentListener listener) {
        listeners.add(listener);
    }

    void removeListener(IncidentListener listener) {
        listeners.remove(listener);
    }

    private void tell(Incident incident, Verdict verdict) {
        for (IncidentListener listener : listeners) {
            try {
                listener.onIncident(incident, verdict);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("incident listener {} failed", listener.getClass().getName(), e);
            }
        }
    }

    @Override
    public void onVerdict(Verdict verdict) {
        if (enabled) {
            evidence.onVerdict(verdict);
        }
    }

    @Override
    public long raised() {
        return evidence.raised();
    }

    @Override
    public int open() {
        return evidence.open();
    }

    @Override
    public List<Incident> recent(int limit) {
        return evidence.recent(limit);
    }

    @Override
    public String memory() {
        return enabled ? evidence.memory() : "off";
    }
}
