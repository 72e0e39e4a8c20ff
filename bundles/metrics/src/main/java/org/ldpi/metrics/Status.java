package org.ldpi.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.sensor.SensorStatus;

/** The state of everything as a managed bean, read when somebody asks. */
final class Status implements StatusMXBean {
    static final String NAME = "org.ldpi:type=Status";

    private final Subjects subjects;

    Status(Subjects subjects) {
        this.subjects = subjects;
    }

    private static <T, R> R of(Supplier<T> subject, Function<T, R> value, R away) {
        T present = subject.get();
        return present == null ? away : value.apply(present);
    }

    private <R> R sensor(Function<SensorStatus, R> value, R away) {
        return of(subjects.sensor(), sensor -> value.apply(sensor.status()), away);
    }

    private <R> R detector(Function<DetectorStatus, R> value, R away) {
        return of(subjects.detector(), detector -> value.apply(detector.status()), away);
    }

    private <R> Map<String, R> outputs(Function<OutputStatus, R> value) {
        Map<String, R> all = new TreeMap<>();
        of(subjects.alerts(), alerts -> alerts.outputs(), java.util.List.<OutputStatus>of())
                .forEach(output -> all.put(output.output(), value.apply(output)));
        return all;
    }

    private static Map<String, Long> byName(Map<? extends Enum<?>, Long> counts) {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((reason, count) -> all.put(reason.name(), count));
        return all;
    }

    @Override
    public String getSensorState() {
        return sensor(s -> s.state().name(), "");
    }

    @Override
    public String getSource() {
        return sensor(SensorStatus::source, "");
    }

    @Override
    public long getCapturedPackets() {
        return sensor(s -> s.capture().packets(), 0L);
    }

    @Override
    public long getKernelDroppedPackets() {
        return sensor(s -> s.capture().kernelDrops(), 0L);
    }

    @Override
    public Map<String, Long> getSkippedPackets() {
        return sensor(s -> byName(s.flows().skipped()), Map.of());
    }

    @Override
    public Map<String, Long> getClosedHeads() {
        return sensor(s -> byName(s.flows().closed()), Map.of());
    }

    @Override
    public int getFlowsInTable() {
        return sensor(s -> s.flows().flows(), 0);
    }

    @Override
    public String getModel() {
        return detector(DetectorStatus::model, "");
    }

    @Override
    public String getThresholdPolicy() {
        return detector(d -> d.threshold() == null ? "" : d.threshold().policy(), "");
    }

    @Override
    public double getThreshold() {
        return detector(d -> d.threshold() == null ? 0 : d.threshold().value(), 0.0);
    }

    @Override
    public String getDetectorCondition() {
        return detector(DetectorStatus::condition, "");
    }

    @Override
    public long getScoredFlows() {
        return detector(DetectorStatus::scored, 0L);
    }

    @Override
    public long getAnomalousFlows() {
        return detector(DetectorStatus::anomalies, 0L);
    }

    @Override
    public long getRefusedHeads() {
        return detector(DetectorStatus::refused, 0L);
    }

    @Override
    public int getQueuedHeads() {
        return detector(DetectorStatus::queued, 0);
    }

    @Override
    public int getQueueCapacity() {
        return detector(DetectorStatus::queueCapacity, 0);
    }

    @Override
    public long getRaisedAlerts() {
        return of(subjects.alerts(), alerts -> alerts.raised(), 0L);
    }

    @Override
    public long getExplainedAlerts() {
        return of(subjects.alerts(), alerts -> alerts.explaining().explained(), 0L);
    }

    @Override
    public long getUnexplainedAlerts() {
        return of(subjects.alerts(), alerts -> alerts.explaining().skipped(), 0L);
    }

    @Override
    public int getBlockedAddresses() {
        return of(subjects.blocklist(), list -> list.status().entries(), 0);
    }

    @Override
    public long getDroppedHeads() {
        return of(subjects.blocklist(), list -> list.status().dropped(), 0L);
    }

    @Override
    public Map<String, Long> getLostAlerts() {
        return outputs(OutputStatus::lost);
    }

    @Override
    public Map<String, String> getOutputConditions() {
        return outputs(OutputStatus::condition);
    }
}
