package org.ldpi.training.learn;

import java.util.Map;
import java.util.TreeMap;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Distance;

/** Options of a training that takes a second. */
final class TestOptions {
    static final int PACKETS = 2;
    static final int BYTES = 20;

    private long seed = 1;
    private int dimension = 8;
    private int batch = 32;
    private double eta = 1;
    private double contrastiveWeight;
    private double unlabelledWeight;

    TestOptions seed(long value) {
        seed = value;
        return this;
    }

    TestOptions dimension(int value) {
        dimension = value;
        return this;
    }

    TestOptions batch(int value) {
        batch = value;
        return this;
    }

    TestOptions eta(double value) {
        eta = value;
        return this;
    }

    TestOptions contrastiveWeight(double value) {
        contrastiveWeight = value;
        return this;
    }

    TestOptions unlabelledWeight(double value) {
        unlabelledWeight = value;
        return this;
    }

    TrainingOptions options() {
        return new TrainingOptions(
                "test",
                "1",
                "resnet1d",
                new TreeMap<>(Map.of("channels", "8")),
                dimension,
                "robust",
                PACKETS,
                BYTES,
                Direction.ONE_WAY,
                seed,
                1000,
                "",
                batch,
                50,
                60,
                0.2,
                1e-3,
                1e-3,
                3e-4,
                eta,
                unlabelledWeight,
                contrastiveWeight,
                CentreForm.KMEANS,
                16,
                0.03,
                Distance.EUCLIDEAN,
                FullHeads.CONTRASTIVE,
                true,
                OutlierKind.all(),
                Variation.all(),
                View.meaningful(),
                10,
                "");
    }
}
