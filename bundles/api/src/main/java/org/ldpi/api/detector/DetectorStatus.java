package org.ldpi.api.detector;

import org.ldpi.api.threshold.Threshold;

/**
 * The detector's counters. {@code offered == scored + failed + unfit + queued + refused}, but for what is in the batch
 * under way.
 *
 * @param offered heads that came
 * @param scored heads that got a verdict
 * @param anomalies verdicts with {@link Verdict#anomaly()}
 * @param refused heads lost because the queue was full
 * @param unfit heads whose sample does not fit the active model's signature
 * @param failed heads in batches that the encoder failed on
 * @param batches batches scored
 * @param queued heads waiting now
 * @param queueCapacity the queue's bound
 * @param model the active model, or empty
 * @param threshold the threshold in force, or null without a model
 * @param condition one line: {@code ok}, or what is wrong
 */
public record DetectorStatus(
        long offered,
        long scored,
        long anomalies,
        long refused,
        long unfit,
        long failed,
        long batches,
        int queued,
        int queueCapacity,
        String model,
        Threshold threshold,
        String condition) {}
