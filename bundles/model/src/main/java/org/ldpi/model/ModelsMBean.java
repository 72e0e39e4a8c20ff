package org.ldpi.model;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.ldpi.api.model.ModelComparison;
import org.ldpi.api.model.ModelDetails;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ModelState;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Registers the repository with the platform's MBean server. */
@Component(
        service = {},
        immediate = true)
public final class ModelsMBean implements ModelsMXBean {
    private final ModelRepository models;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    @Activate
    public ModelsMBean(@Reference ModelRepository models) throws JMException {
        this.models = models;
        this.name = new ObjectName(NAME);
        server.registerMBean(this, name);
    }

    @Deactivate
    void close() throws JMException {
        server.unregisterMBean(name);
    }

    @FunctionalInterface
    private interface Call<T> {
        T answer() throws ModelException;
    }

    /** Of exceptions that a client may not know, the JDK's own reach it. */
    private static <T> T tried(Call<T> call) {
        try {
            return call.answer();
        } catch (ModelException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }

    @Override
    public List<Map<String, String>> getModels() {
        return models.list().stream().map(ModelsMBean::row).toList();
    }

    private static Map<String, String> row(ModelEntry model) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", model.id());
        row.put("state", model.state().name());
        row.put("detail", model.detail());
        row.put("architecture", model.architecture());
        row.put("samples", model.signature() == null ? "" : model.signature().toString());
        row.put("origin", model.origin());
        row.put("since", model.since().toString());
        return row;
    }

    @Override
    public String getActive() {
        return in(ModelState.ACTIVE);
    }

    @Override
    public String getShadow() {
        return in(ModelState.SHADOW);
    }

    private String in(ModelState state) {
        return models.list().stream()
                .filter(model -> model.state() == state)
                .map(ModelEntry::id)
                .findFirst()
                .orElse("");
    }

    @Override
    public void activate(String model) {
        tried(() -> {
            models.activate(model);
            return model;
        });
    }

    @Override
    public void shadow(String model) {
        tried(() -> {
            models.shadow(model);
            return model;
        });
    }

    @Override
    public String promote() {
        return tried(models::promote);
    }

    @Override
    public String rollback() {
        return tried(models::rollback);
    }

    @Override
    public void retire(String model) {
        tried(() -> {
            models.retire(model);
            return model;
        });
    }

    @Override
    public String verify(String model) {
        return tried(() -> models.verify(model)).digest();
    }

    @Override
    public String verifyFile(String file) {
        return tried(() -> models.verify(Path.of(file))).digest();
    }

    @Override
    public Map<String, String> info(String model) {
        ModelDetails details = tried(() -> models.info(model));
        Map<String, String> info = new LinkedHashMap<>();
        info.put("id", details.id().toString());
        info.put("samples", details.signature().toString());
        info.put("architecture", details.encoder().architecture());
        info.put("digest", details.digest());
        info.put("signer", details.signer());
        info.put("calibrationFlows", Integer.toString(details.calibrationFlows()));
        details.thresholds().forEach((policy, value) -> info.put("threshold." + policy, value.toString()));
        details.provenance().forEach((what, value) -> info.put("provenance." + what, value));
        return info;
    }

    @Override
    public Map<String, String> diff() {
        ModelComparison diff = tried(models::diff);
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("flows", Long.toString(diff.flows()));
        numbers.put("skipped", Long.toString(diff.skipped()));
        numbers.put("agreement", Double.toString(diff.agreement()));
        side(numbers, "active.", diff.active());
        side(numbers, "shadow.", diff.shadow());
        return numbers;
    }

    private static void side(Map<String, String> numbers, String prefix, ModelComparison.Side side) {
        numbers.put(prefix + "model", side.model());
        numbers.put(prefix + "anomalies", Long.toString(side.anomalies()));
        numbers.put(prefix + "alertsPerHour", Double.toString(side.alertsPerHour()));
        side.quantiles().forEach((quantile, score) -> numbers.put(prefix + "quantile." + quantile, score.toString()));
    }
}
