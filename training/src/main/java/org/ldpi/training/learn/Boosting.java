package org.ldpi.training.learn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.encoder.trees.Forest;
import org.ldpi.encoder.trees.HeaderFields;

/**
 * Gradient boosting (Chen and Guestrin 2016) on the header fields of normal and attack flows, by XGBoost in one thread.
 *
 * @param rounds trees
 * @param depth the most questions of a tree
 * @param rate by which each tree's leaves are shrunk
 */
public record Boosting(int rounds, int depth, double rate, long seed) {
    /** What it is compared with by default. */
    public static final Boosting DEFAULT = new Boosting(60, 6, 0.3, 1);

    private static final String LEAF = "leaf";

    /** How far sums of the trees may be from XGBoost's own, which adds in another order. */
    private static final double TOLERANCE = 1e-3;

    /**
     * Trees whose sum is the logarithm of an attack's odds.
     *
     * @param normal samples of normal flows, of the robust profile
     * @param malicious samples of attack flows
     * @throws TrainingException when one of them is empty, or XGBoost fails
     */
    public Forest train(List<byte[]> normal, List<byte[]> malicious, SampleShape shape) throws TrainingException {
        if (malicious.isEmpty() || normal.isEmpty()) {
            throw new TrainingException("gradient boosting needs flows of both kinds to learn from");
        }
        List<float[]> rows = Stream.concat(normal.stream(), malicious.stream())
                .map(sample -> HeaderFields.of(sample, shape))
                .toList();
        try {
            DMatrix examples = matrix(rows);
            try {
                return train(examples, rows, normal.size());
            } finally {
                examples.dispose();
            }
        } catch (XGBoostError | EncoderException e) {
            throw new TrainingException("XGBoost: " + e.getMessage(), e);
        }
    }

    private Forest train(DMatrix examples, List<float[]> rows, int normal)
            throws XGBoostError, EncoderException, TrainingException {
        float[] labels = new float[rows.size()];
        for (int i = normal; i < labels.length; i++) {
            labels[i] = 1;
        }
        examples.setLabel(labels);
        Map<String, Object> settings = Map.of(
                "objective",
                "binary:logistic",
                "max_depth",
                depth,
                "eta",
                rate,
                "seed",
                seed,
                "nthread",
                1,
                "verbosity",
                0);
        Booster booster = XGBoost.train(examples, settings, rounds, Map.of(), null, null);
        try {
            return forest(booster.getModelDump("", false, "json"), booster.predict(examples, true), rows);
        } finally {
            booster.dispose();
        }
    }

    private static DMatrix matrix(List<float[]> rows) throws XGBoostError {
        int columns = rows.get(0).length;
        float[] values = new float[rows.size() * columns];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, values, i * columns, columns);
        }
        return new DMatrix(values, rows.size(), columns, Float.NaN);
    }

    /** The trees of XGBoost's dump, which does not say what they are added to: the first row's margin does. */
    private static Forest forest(String[] dump, float[][] margins, List<float[]> rows)
            throws EncoderException, TrainingException {
        int columns = rows.get(0).length;
        List<Forest.Tree> trees = new ArrayList<>();
        for (String tree : dump) {
            trees.add(tree(JsonParser.parseString(tree).getAsJsonObject()));
        }
        float base = margins[0][0] - new Forest(columns, 0, trees).sum(rows.get(0));
        Forest forest = new Forest(columns, base, trees);
        for (int i = 0; i < margins.length; i++) {
            float sum = forest.sum(rows.get(i));
            if (!(Math.abs(sum - margins[i][0]) <= TOLERANCE)) {
                throw new TrainingException(
                        "XGBoost's trees give " + sum + " where it says " + margins[i][0] + " itself");
            }
        }
        return forest;
    }

    /** Nodes breadth first, so that each is behind its parent. */
    private static Forest.Tree tree(JsonObject root) {
        List<JsonObject> nodes = new ArrayList<>();
        Map<Integer, Integer> places = new HashMap<>();
        Deque<JsonObject> ahead = new ArrayDeque<>(List.of(root));
        while (!ahead.isEmpty()) {
            JsonObject node = ahead.remove();
            places.put(node.get("nodeid").getAsInt(), nodes.size());
            nodes.add(node);
            JsonArray children = node.getAsJsonArray("children");
            if (children != null) {
                for (JsonElement child : children) {
                    ahead.add(child.getAsJsonObject());
                }
            }
        }
        Forest.Tree tree = new Forest.Tree(
                new int[nodes.size()], new float[nodes.size()], new int[nodes.size()], new int[nodes.size()]);
        for (int i = 0; i < nodes.size(); i++) {
            JsonObject node = nodes.get(i);
            if (node.has(LEAF)) {
                tree.column()[i] = -1;
                tree.value()[i] = node.get(LEAF).getAsFloat();
            } else {
                // Columns without names are f0, f1 and so on.
                tree.column()[i] =
                        Integer.parseInt(node.get("split").getAsString().substring(1));
                tree.value()[i] = node.get("split_condition").getAsFloat();
                tree.lower()[i] = places.get(node.get("yes").getAsInt());
                tree.other()[i] = places.get(node.get("no").getAsInt());
            }
        }
        return tree;
    }
}
