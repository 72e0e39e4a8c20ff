package org.ldpi.training.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Model;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.Split;
import org.ldpi.training.flows.Services;
import org.ldpi.training.learn.Progress;
import org.ldpi.training.learn.Training;
import org.ldpi.training.learn.TrainingException;
import org.ldpi.training.learn.TrainingOptions;

/** A training of which only the model is wanted: its run folder is temporary, and is gone behind it. */
final class ThrowawayTraining {
    private ThrowawayTraining() {}

    /**
     * Trains.
     *
     * @param captures divided by the options and their seed
     * @param weights of the encoder to start from; null for fresh ones
     */
    static Model model(
            TrainingOptions options,
            List<LabelledFlows> captures,
            ByteBuffer weights,
            PyTorchArchitecture architecture,
            Progress progress)
            throws IOException, EncoderException, TrainingException {
        Path run = Files.createTempDirectory("ldpi-training");
        try {
            return new Training(options, architecture, Services.all(ThresholdPolicy.class), weights, run, progress)
                    .run(Split.of(captures, options.calibration(), options.seed()), "", Map.of());
        } finally {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
