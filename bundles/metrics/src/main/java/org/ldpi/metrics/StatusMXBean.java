package org.ldpi.metrics;

import java.util.Map;

/** What an operator looks at by JMX; 0 and empty for what is away. */
public interface StatusMXBean {
    String getSensorState();

    String getSource();

    long getCapturedPackets();

    long getKernelDroppedPackets();

    Map<String, Long> getSkippedPackets();

    Map<String, Long> getClosedHeads();

    int getFlowsInTable();

    String getModel();

    String getThresholdPolicy();

    double getThreshold();

    String getDetectorCondition();

    long getScoredFlows();

    long getAnomalousFlows();

    long getRefusedHeads();

    int getQueuedHeads();

    int getQueueCapacity();

    long getRaisedAlerts();

    /** Alerts of single flows that carry an explanation. */
    long getExplainedAlerts();

    /** Those without one, since explaining had had its share of the processor. */
    long getUnexplainedAlerts();

    int getBlockedAddresses();

    /** Flow heads of blocked addresses that were dropped before they were scored. */
    long getDroppedHeads();

    Map<String, Long> getLostAlerts();

    Map<String, String> getOutputConditions();
}
