package org.ldpi.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.Services;

/** What holds for every encoder that can be trained, whichever bundles there are. */
class EveryEncoderTest {
    private static final int SIZE = SampleShape.DEFAULT.size();
    private static final int DIMENSION = 16;

    @TempDir
    Path folder;

    static Stream<PyTorchArchitecture> trainable() {
        return Services.all(EncoderArchitecture.class).stream()
                .filter(EncoderArchitecture::trainable)
                .map(PyTorchArchitecture.class::cast);
    }

    @ParameterizedTest
    @MethodSource("trainable")
    void anEmbeddingIsTheSameToTheBitWhateverElseIsInTheBatch(PyTorchArchitecture architecture) throws Exception {
        int count = 300;
        byte[] samples = new byte[count * SIZE];
        new Random(5).nextBytes(samples);
        float[] expected = new float[count * DIMENSION];
        try (Encoder encoder = architecture.load(spec(architecture), fresh(architecture))) {
            encoder.encode(samples, count, expected);
            Random random = new Random(9);
            for (int batch : new int[] {1, 2, 17, 40, 100, 299}) {
                int[] picked = random.ints(batch, 0, count).toArray();
                byte[] mixed = new byte[batch * SIZE];
                for (int i = 0; i < batch; i++) {
                    System.arraycopy(samples, picked[i] * SIZE, mixed, i * SIZE, SIZE);
                }
                float[] embeddings = new float[batch * DIMENSION];
                encoder.encode(mixed, batch, embeddings);
                for (int i = 0; i < batch; i++) {
                    assertArrayEquals(
                            row(expected, picked[i]), row(embeddings, i), "sample " + picked[i] + " of " + batch);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("trainable")
    void everyByteMovesTheEmbedding(PyTorchArchitecture architecture) throws Exception {
        byte[] samples = new byte[(SIZE + 1) * SIZE];
        for (int i = 0; i < SIZE; i++) {
            samples[(i + 1) * SIZE + i] = (byte) 200;
        }
        float[] embeddings = new float[(SIZE + 1) * DIMENSION];
        try (Encoder encoder = architecture.load(spec(architecture), fresh(architecture))) {
            encoder.encode(samples, SIZE + 1, embeddings);
        }
        for (int i = 1; i <= SIZE; i++) {
            assertFalse(Arrays.equals(row(embeddings, 0), row(embeddings, i)), "byte " + (i - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("trainable")
    void itIsTrainedByTheSameCommandAndItsModelScores(PyTorchArchitecture architecture) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setErr(err);
        int exit;
        try {
            exit = Ldpi.run(
                    new String[] {
                        "train",
                        "--dataset",
                        "../datasets/sample/train",
                        "--out",
                        folder.toString(),
                        "--encoder",
                        architecture.name(),
                        "--dimension",
                        "16",
                        "--packets",
                        "2",
                        "--bytes",
                        "60",
                        "--max-flows-per-file",
                        "60",
                        "--batch",
                        "16",
                        "--pretrain-steps",
                        "10",
                        "--steps",
                        "80",
                        "--rate",
                        "0.003",
                        "--centres",
                        "16"
                    },
                    err);
        } finally {
            System.setErr(before);
        }
        assertEquals(0, exit, bytes.toString(StandardCharsets.UTF_8));
        ServingModel serving = Models.load(folder.resolve("ldpi-1.jar"));
        Model model = serving.model();
        assertEquals(architecture.name(), model.encoder().architecture());
        float[] score = new float[1];
        serving.score(model.golden().get(0).sample(), 1, model.centres().scorer(), new float[DIMENSION], score);
        assertEquals(model.golden().get(0).score(), score[0]);
        serving.retire();
    }

    private static EncoderSpec spec(EncoderArchitecture architecture) {
        return new EncoderSpec(architecture.name(), SampleShape.DEFAULT, DIMENSION, Map.of());
    }

    private static ByteBuffer fresh(PyTorchArchitecture architecture) throws EncoderException {
        PyTorch.engine().setRandomSeed(1);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return architecture.weights(architecture.initialise(spec(architecture), manager));
        }
    }

    private static float[] row(float[] values, int row) {
        return Arrays.copyOfRange(values, row * DIMENSION, (row + 1) * DIMENSION);
    }
}
