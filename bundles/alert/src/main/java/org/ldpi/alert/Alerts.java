package org.ldpi.alert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.ExplainingStatus;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.explain.Explainer;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentListener;

/**
 * Makes alerts of anomalies and incidents, but for those that are held back, keeps the last ones and hands each to all
 * outputs, explained where that is in its bounds. Thread-safe; never blocks.
 */
final class Alerts implements VerdictListener, IncidentListener, AlertLog, AutoCloseable {
    private final Map<String, BufferedOutput> outputs = new LinkedHashMap<>();
    private final TreeMap<Long, Alert> kept = new TreeMap<>();
    private final Explaining explaining;
    private final AlertFilter filter;
    private AlertOptions options;
    private long raised;

    Alerts(AlertOptions options) {
        this.options = options;
        this.filter = new AlertFilter(options);
        this.explaining = new Explaining(options.explainPercent(), this::deliver, System::nanoTime);
        explaining.start();
    }

    /** Explains by this from now on; null for nobody. */
    void explainer(Explainer now) {
        explaining.explainer(now);
    }

    synchronized void options(AlertOptions now) {
        options = now;
        filter.options(now);
        explaining.percent(now.explainPercent());
        outputs.values().forEach(output -> output.capacity(now.buffer()));
        trim();
    }

    /**
     * Adds an output and starts it.
     *
     * @param key tells it from the others
     */
    synchronized void add(String key, String name, boolean on, BufferedOutput.Sink sink) {
        BufferedOutput output = new BufferedOutput(name, options.buffer(), on, sink);
        outputs.put(key, output);
        output.start();
    }

    /** Switches an output on or off. */
    synchronized void on(String key, boolean now) {
        BufferedOutput output = outputs.get(key);
        if (output != null) {
            output.on(now);
        }
    }

    /** Ends an output after the alerts that wait for it. */
    void remove(String key) {
        BufferedOutput output;
        synchronized (this) {
            output = outputs.remove(key);
        }
        // After close() there is none: a service may go away later than we.
        if (output != null) {
            output.close();
        }
    }

    @Override
    public synchronized void onVerdict(Verdict verdict) {
        if (verdict.anomaly() && filter.tells(verdict)) {
            raise(new Alert(++raised, verdict.flow().end(), verdict));
        }
    }

    @Override
    public synchronized void onIncident(Incident incident, Verdict verdict) {
        if (filter.tells(incident, verdict)) {
            raise(new Alert(++raised, incident.last(), verdict, incident));
        }
    }

    private void raise(Alert alert) {
        kept.put(alert.id(), alert);
        trim();
        if (!explaining.offer(alert, options.buffer())) {
            deliver(alert);
        }
    }

    private synchronized void deliver(Alert alert) {
        kept.replace(alert.id(), alert);
        outputs.values().forEach(output -> output.offer(alert));
    }

    private void trim() {
        while (kept.size() > options.recent()) {
            kept.pollFirstEntry();
        }
    }

    @Override
    public synchronized long raised() {
        return raised;
    }

    @Override
    public synchronized Map<String, Long> heldBack() {
        return filter.heldBack();
    }

    @Override
    public synchronized List<Alert> recent(int limit) {
        return kept.descendingMap().values().stream().limit(limit).toList();
    }

    @Override
    public ExplainingStatus explaining() {
        return explaining.status();
    }

    @Override
    public synchronized List<OutputStatus> outputs() {
        return outputs.values().stream().map(BufferedOutput::status).toList();
    }

    @Override
    public void close() {
        explaining.close();
        List<BufferedOutput> all;
        synchronized (this) {
            all = List.copyOf(outputs.values());
            outputs.clear();
        }
        all.forEach(BufferedOutput::close);
    }
}
