package org.ldpi.model;

import java.net.InetAddress;
import java.time.Duration;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

/** Verdicts on flows that end a minute after each other. */
final class Verdicts {
    private static final Threshold ONE = new Threshold("fixed", 1, 1, "");

    private Verdicts() {}

    static Verdict verdict(String model, int minute, boolean anomaly) {
        return verdict(model, minute, anomaly ? 2f : 0.5f);
    }

    static Verdict verdict(String model, int minute, float score) {
        InetAddress nobody = InetAddress.getLoopbackAddress();
        long end = Duration.ofMinutes(minute).toNanos();
        Flow flow = new Flow(
                new FlowKey(nobody, minute, nobody, 80, 6, 0),
                "",
                "",
                1,
                end,
                end,
                CloseReason.FULL,
                "",
                SampleShape.DEFAULT,
                new byte[0]);
        return new Verdict(minute, flow, score, 0, score > 1, ONE, ModelId.parse(model), "");
    }
}
