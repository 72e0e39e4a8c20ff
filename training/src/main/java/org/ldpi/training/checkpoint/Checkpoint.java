package org.ldpi.training.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trained checkpoint of the LDPI of mesh_com: the weights by their names in PyTorch, the centre, and the thresholds by
 * their policies' names, which are ours too.
 */
public final class Checkpoint {
    private static final String STATE = "model_state_dict";
    private static final String CENTRE = "center";
    private static final String RESULTS = "results";
    private static final String THRESHOLD = "threshold";
    /** Counts batches of the training; of no use afterwards. */
    private static final String BATCHES = ".num_batches_tracked";

    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, Double> thresholds = new TreeMap<>();
    private final float[] centre;

    private final Path file;

    private Checkpoint(Path file, Map<?, ?> checkpoint) throws CheckpointException {
        this.file = file;
        for (Map.Entry<?, ?> entry : dictionary(checkpoint, STATE).entrySet()) {
            String name = Pickle.printable(String.valueOf(entry.getKey()));
            if (!(entry.getValue() instanceof Tensor tensor)) {
                throw new CheckpointException(STATE + ": " + name + " is no tensor");
            }
            if (!name.endsWith(BATCHES)) {
                weights.put(name, tensor);
            }
        }
        if (!(checkpoint.get(CENTRE) instanceof Tensor tensor)) {
            throw new CheckpointException("it holds no tensor '" + CENTRE + "': a network without its fine-tuning");
        }
        centre = tensor.floats(CENTRE);
        for (Map.Entry<?, ?> entry : dictionary(checkpoint, RESULTS).entrySet()) {
            if (entry.getValue() instanceof Map<?, ?> policy && policy.containsKey(THRESHOLD)) {
                thresholds.put(
                        Pickle.printable(String.valueOf(entry.getKey())),
                        threshold(entry.getKey(), policy.get(THRESHOLD)));
            }
        }
    }

    /**
     * Reads a checkpoint.
     *
     * @throws CheckpointException when it is none, or holds what is not allowed; the message names the file
     */
    public static Checkpoint read(Path file) throws CheckpointException {
        try {
            Object content = TorchFile.load(file);
            if (!(content instanceof Map<?, ?> map)) {
                throw new CheckpointException("it holds no dictionary");
            }
            if (!map.containsKey(STATE) && map.values().stream().allMatch(Tensor.class::isInstance)) {
                throw new CheckpointException(
                        "it holds weights alone, no '" + CENTRE + "': a network without its fine-tuning");
            }
            return new Checkpoint(file, map);
        } catch (CheckpointException e) {
            throw new CheckpointException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read: " + e, e);
        }
    }

    private static Map<?, ?> dictionary(Map<?, ?> checkpoint, String name) throws CheckpointException {
        if (checkpoint.get(name) instanceof Map<?, ?> map) {
            return map;
        }
        throw new CheckpointException("it holds no dictionary '" + name + "'");
    }

    private static double threshold(Object policy, Object value) throws CheckpointException {
        if (value instanceof Double number && number > 0 && Double.isFinite(number)) {
            return number;
        }
        throw new CheckpointException(
                "threshold " + Pickle.printable(String.valueOf(policy)) + " is not a finite number above 0");
    }

    /** The weights by name, in the order of the checkpoint. */
    Map<String, Tensor> weights() {
        return weights;
    }

    /** The centre of normal traffic. */
    public float[] centre() {
        return centre.clone();
    }

    /**
     * One threshold.
     *
     * @throws CheckpointException when the checkpoint has none of that name
     */
    public double threshold(String policy) throws CheckpointException {
        Double value = thresholds.get(policy);
        if (value == null) {
            throw refused("no threshold " + policy + ", only " + thresholds.keySet());
        }
        return value;
    }

    /** What is wrong with it, with its file's name. */
    CheckpointException refused(String why) {
        return new CheckpointException(file + ": " + why);
    }
}
