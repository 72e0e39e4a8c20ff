package org.ldpi.training.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes checkpoints in the form of mesh_com's LDPI, with weights by chance. */
public final class CheckpointWriter {
    /** Names and shapes of the weights, in the order in which PyTorch writes them. */
    public final Map<String, int[]> shapes = new LinkedHashMap<>();

    public final Map<String, Double> thresholds =
            new TreeMap<>(Map.of("ninety_nine", 1.0, "near_max", 2.0, "max", 3.0, "hundred_one", 3.03));
    public int dimension = 128;
    public float firstWeight = 0.5f;

    public CheckpointWriter() {
        separable("encoder.block1.convblock1", 1, 64, 7);
        separable("encoder.block1.convblock2", 64, 64, 5);
        separable("encoder.block1.convblock3", 64, 64, 3);
        shapes.put("encoder.block1.shortcut.0.weight", new int[] {64, 1, 1});
        batchNorm("encoder.block1.shortcut.1", 64);
        separable("encoder.block2", 64, 128, 3);
        separable("encoder.block3", 128, 256, 3);
        shapes.put("encoder.block3.2.weight", new int[] {1});
        separable("encoder.block4", 256, 128, 3);
        for (int i = 0; i < 12; i += 3) {
            shapes.put("head." + i + ".weight", new int[] {128, 128});
            batchNorm("head." + (i + 1), 128);
        }
        shapes.put("head.12.weight", new int[] {128, 128});
        shapes.put("head.12.bias", new int[] {128});
    }

    private void separable(String block, int in, int out, int kernel) {
        shapes.put(block + ".0.depthwise_conv.weight", new int[] {in, 1, kernel});
        shapes.put(block + ".0.pointwise_conv.weight", new int[] {out, in, 1});
        batchNorm(block + ".1", out);
    }

    private void batchNorm(String layer, int width) {
        for (String parameter : List.of("weight", "bias", "running_mean", "running_var")) {
            shapes.put(layer + "." + parameter, new int[] {width});
        }
    }

    public Path write(Path file) throws IOException {
        List<byte[]> storages = new ArrayList<>();
        Random random = new Random(4);
        PickleWriter pickle = new PickleWriter();
        pickle.op('}').op('(').text("model_state_dict");
        pickle.global("collections", "OrderedDict").op(')').op('R').op('(');
        for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
            pickle.text(entry.getKey()).tensor(storages.size(), entry.getValue());
            storages.add(values(entry.getValue(), random, entry.getKey().endsWith("var")));
        }
        ByteBuffer.wrap(storages.get(0)).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, firstWeight);
        pickle.op('u').text("center").tensor(storages.size(), dimension);
        storages.add(values(new int[] {dimension}, random, false));
        pickle.text("results").op('}').op('(');
        thresholds.forEach((name, value) ->
                pickle.text(name).op('}').op('(').text("threshold").numpy(value).op('u'));
        return zip(file, pickle.op('u').op('u').end(), storages);
    }

    private static byte[] values(int[] shape, Random random, boolean positive) {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        ByteBuffer values = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            float value = (float) random.nextGaussian() / 4;
            values.putFloat(positive ? 1 + Math.abs(value) : value);
        }
        return values.array();
    }

    public static Path zip(Path file, byte[] pickle, List<byte[]> storages) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "model/data.pkl", pickle);
            put(zip, "model/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < storages.size(); i++) {
                put(zip, "model/data/" + i, storages.get(i));
            }
        }
        return file;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
