package org.ldpi.encoder.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.quantizer.SampleShape;

class TorchScriptTest {
    private static final SampleShape SHAPE = new SampleShape(2, 20);
    private static final int DIMENSION = 3;
    private static final String LINEAR = ScriptedModule.LINEAR;
    private static final TorchScript ARCHITECTURE = new TorchScript();

    @Test
    void itIsFoundAsAServiceThatCannotBeTrained() {
        EncoderArchitecture found = ServiceLoader.load(EncoderArchitecture.class).stream()
                .filter(provider -> provider.type() == TorchScript.class)
                .findFirst()
                .orElseThrow()
                .get();
        assertEquals("torchscript", found.name());
        assertFalse(found.trainable());
    }

    @Test
    void theModuleGetsScaledBytesAndGivesTheEmbedding() throws Exception {
        Map<String, String> options = Map.of("method", "embed", "input", "1x40", "subtract", "100", "divide", "50");
        assertLinear("embed", options, 100, 50);
    }

    @Test
    void byDefaultForwardIsCalledWithPacketsAsRowsAndBytesWithinOne() throws Exception {
        assertLinear("forward", Map.of(), 0, 255);
    }

    private static void assertLinear(String method, Map<String, String> options, float subtract, float divide)
            throws Exception {
        float[] weight = weight();
        int count = 70;
        byte[] samples = new byte[count * SHAPE.size()];
        new Random(3).nextBytes(samples);
        float[] embeddings = new float[count * DIMENSION];
        byte[] archive = ScriptedModule.archive(method, LINEAR, "Tensor", DIMENSION, SHAPE.size(), weight);
        try (Encoder encoder = ARCHITECTURE.load(spec(DIMENSION, options), ByteBuffer.wrap(archive))) {
            encoder.encode(samples, count, embeddings);
        }
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < DIMENSION; d++) {
                double sum = 0;
                for (int k = 0; k < SHAPE.size(); k++) {
                    sum += weight[d * SHAPE.size() + k]
                            * (((samples[i * SHAPE.size() + k] & 0xff) - subtract) / divide);
                }
                assertEquals(sum, embeddings[i * DIMENSION + d], 1e-4, "sample " + i);
            }
        }
    }

    @Test
    void aModuleIsReleasedWithItsEncoderAndLoadedAgain() throws Exception {
        byte[] archive = ScriptedModule.archive("forward", LINEAR, "Tensor", DIMENSION, SHAPE.size(), weight());
        for (int i = 0; i < 3; i++) {
            Encoder encoder = ARCHITECTURE.load(spec(DIMENSION, Map.of()), ByteBuffer.wrap(archive));
            encoder.close();
            assertThrows(
                    IllegalStateException.class, () -> encoder.encode(new byte[SHAPE.size()], 1, new float[DIMENSION]));
        }
    }

    @Test
    void modulesThatDoNotFitAreRefusedWithTheReason() throws Exception {
        byte[] archive = ScriptedModule.archive("forward", LINEAR, "Tensor", DIMENSION, SHAPE.size(), weight());
        assertRefused("not embeddings of dimension 4", archive, 4, Map.of());
        assertRefused("Method 'embed' is not defined", archive, DIMENSION, Map.of("method", "embed"));
        assertRefused("not the name of a method", archive, DIMENSION, Map.of("method", "a.b"));
        assertRefused("does not hold the 40 bytes", archive, DIMENSION, Map.of("input", "1x240"));
        assertRefused("not a shape like 1x240", archive, DIMENSION, Map.of("input", "1,40"));
        assertRefused("option divide is 0", archive, DIMENSION, Map.of("divide", "0"));
        assertRefused("option subtract is 'NaN'", archive, DIMENSION, Map.of("subtract", "NaN"));
        assertRefused("unknown options [scale]", archive, DIMENSION, Map.of("scale", "1"));
        float[] nan = weight();
        nan[0] = Float.NaN;
        assertRefused(
                "embeddings with NaN",
                ScriptedModule.archive("forward", LINEAR, "Tensor", DIMENSION, SHAPE.size(), nan),
                DIMENSION,
                Map.of());
        assertRefused(
                "not a tensor",
                ScriptedModule.archive("forward", "[x]", "List[Tensor]", DIMENSION, SHAPE.size(), weight()),
                DIMENSION,
                Map.of());
        assertRefused(
                "cannot make a torchscript encoder",
                ScriptedModule.archive("forward", "torch.nothing(x)", "Tensor", DIMENSION, SHAPE.size(), weight()),
                DIMENSION,
                Map.of());
    }

    @Test
    void whatIsNoModuleIsRefusedBeforePyTorchSeesIt() throws Exception {
        byte[] archive = ScriptedModule.archive("forward", LINEAR, "Tensor", DIMENSION, SHAPE.size(), weight());
        assertRefused("not an archive", new byte[0], DIMENSION, Map.of());
        assertRefused("not an archive", "a module".repeat(9).getBytes(StandardCharsets.UTF_8), DIMENSION, Map.of());
        assertRefused("not an archive", Arrays.copyOf(archive, archive.length - 100), DIMENSION, Map.of());
        byte[] nameless = new String(archive, StandardCharsets.ISO_8859_1)
                .replace("/code/", "/coda/")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertRefused("holds no code", nameless, DIMENSION, Map.of());
        byte[] bomb = archive.clone();
        int directory = ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).getInt(bomb.length - 6);
        ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, -1);
        assertRefused("unpacks to", bomb, DIMENSION, Map.of());
    }

    private static void assertRefused(String reason, byte[] archive, int dimension, Map<String, String> options) {
        EncoderException thrown = assertThrows(
                EncoderException.class, () -> ARCHITECTURE.load(spec(dimension, options), ByteBuffer.wrap(archive)));
        assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
        assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
    }

    private static EncoderSpec spec(int dimension, Map<String, String> options) {
        return new EncoderSpec("torchscript", SHAPE, dimension, options);
    }

    private static float[] weight() {
        float[] weight = new float[DIMENSION * SHAPE.size()];
        Random random = new Random(8);
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) random.nextGaussian();
        }
        return weight;
    }
}
