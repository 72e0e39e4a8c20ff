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

    Map<String, Long> getLostAlerts();

    Map<String, String> getOutputConditions();
}
