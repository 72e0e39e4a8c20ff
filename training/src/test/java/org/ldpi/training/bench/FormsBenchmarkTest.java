package org.ldpi.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.training.flows.Services;

class FormsBenchmarkTest {
    private static final int FLOWS = 200;

    @TempDir
    Path folder;

    @Test
    void theFormsInPureJavaAreComparedWithLibtorchFlowByFlow() throws Exception {
        List<Path> scored = new ArrayList<>();
        FormsBenchmark benchmark = new FormsBenchmark(new EncoderBenchmark(0.01, 1), file -> {
            assertTrue(Files.size(file) > 0);
            scored.add(file);
            return scored.size();
        });
        List<FormsBenchmark.Row> rows = benchmark.rows(model("resnet1d"), ThresholdPolicy.DEFAULT, noise(), folder);

        assertEquals(
                List.of("resnet1d", "resnet1d-java", "resnet1d-int8"),
                rows.stream().map(FormsBenchmark.Row::architecture).toList());
        FormsBenchmark.Row libtorch = rows.get(0);
        FormsBenchmark.Row float32 = rows.get(1);
        FormsBenchmark.Row int8 = rows.get(2);
        assertEquals(0, libtorch.largestChange());
        assertEquals(0, libtorch.changed());
        assertEquals(libtorch.bytes(), float32.bytes());
        assertTrue(float32.largestChange() < 1e-4, float32.toString());
        assertTrue(int8.bytes() < 0.35 * libtorch.bytes(), int8.toString());
        assertTrue(int8.medianChange() > float32.medianChange(), int8.toString());
        assertTrue(Math.abs(int8.over() - libtorch.over()) <= int8.changed(), int8.toString());
        assertEquals(3, int8.peak());
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aModelOfAnotherArchitectureHasNoSuchForms() throws Exception {
        FormsBenchmark benchmark = new FormsBenchmark(new EncoderBenchmark(0.01, 1), file -> 0);
        Model lstm = model("lstm");
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> benchmark.rows(lstm, ThresholdPolicy.DEFAULT, noise(), folder));
        assertTrue(thrown.getMessage().contains("a model of lstm; only resnet1d"), thrown.getMessage());
    }

    @Test
    void theLargestResidentSizeOfAProgramIsThatOfItsLife() throws Exception {
        assertTrue(new TimedProcess(List.of("sleep", "0.2")).peak() > 100_000);
        IOException thrown =
                assertThrows(IOException.class, () -> new TimedProcess(List.of("sh", "-c", "echo no; exit 3")).peak());
        assertEquals("sh exited with 3: no", thrown.getMessage());
    }

    private static Model model(String architecture) throws Exception {
        ModelSignature signature = new ModelSignature(Quantizer.ROBUST, SampleShape.DEFAULT, Direction.ONE_WAY);
        return new UntrainedModels(Services.all(ThresholdPolicy.class))
                .make(Services.architecture(architecture), ModelId.parse("test:1"), signature, 1);
    }

    private static List<byte[]> noise() {
        Random random = new Random(3);
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            byte[] sample = new byte[SampleShape.DEFAULT.size()];
            random.nextBytes(sample);
            samples.add(sample);
        }
        return samples;
    }
}
