package org.ldpi.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.flow.CloseReason;

/**
 * What is only seen verdict by verdict: the time from the capture of a head's last packet to its verdict, of live captures
 * alone (the times of a file are those of another day), and how near to the threshold scores are. Called in the scoring
 * thread; allocates nothing.
 */
final class VerdictMetrics implements VerdictListener {
    /** 100 microseconds to 100 s: heads that wait for their idle timeout are among them. */
    private static final double[] SECONDS = {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100};

    private static final double[] RATIO = {0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 5};
    private static final double NANOS = 1e9;

    private final Map<CloseReason, DistributionDataPoint> latency = new EnumMap<>(CloseReason.class);
    private final DistributionDataPoint ratio;
    private final BooleanSupplier live;
    private final LongSupplier epochNanos;

    /**
     * @param live whether packets are captured from an interface now
     * @param epochNanos now, ns since the epoch
     */
    VerdictMetrics(PrometheusRegistry registry, BooleanSupplier live, LongSupplier epochNanos) {
        this.live = live;
        this.epochNanos = epochNanos;
        Histogram seconds = Histogram.builder()
                .name("ldpi_capture_to_verdict_seconds")
                .help("Time from the capture of a head's last packet to its verdict, by why the head closed; live only")
                .labelNames("close")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
        for (CloseReason reason : CloseReason.values()) {
            latency.put(reason, seconds.labelValues(reason.name().toLowerCase(Locale.ROOT)));
        }
        ratio = Histogram.builder()
                .name("ldpi_score_threshold_ratio")
                .help("Score of a flow divided by the threshold")
                .classicOnly()
                .classicUpperBounds(RATIO)
                .withoutExemplars()
                .register(registry);
    }

    @Override
    public void onVerdict(Verdict verdict) {
        double threshold = verdict.threshold().value();
        if (threshold > 0) {
            ratio.observe(verdict.score() / threshold);
        }
        if (live.getAsBoolean()) {
            long nanos = epochNanos.getAsLong() - verdict.flow().endNanos();
            // A clock that was set back gives a time before the capture.
            latency.get(verdict.flow().close()).observe(Math.max(0, nanos) / NANOS);
        }
    }
}
