package org.ldpi.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A division of captures: none is in two parts, so no flow's neighbour is on the other side. It is stratified by label: of
 * the captures of one kind of traffic, device or day each part has its share, as far as their number allows. Captures
 * without a normal flow are in {@code training} only.
 */
public record Split(List<LabelledFlows> training, List<LabelledFlows> validation, List<LabelledFlows> calibration) {
    /** Shares of the normal flows; captures are whole, so they are met roughly. */
    private static final double CALIBRATION_SHARE = 0.25;

    private static final double VALIDATION_SHARE = 0.1;
    private static final int LEAST_CAPTURES = 3;

    /** Divides by chance, the same for the same seed. */
    public static Split of(List<LabelledFlows> captures, long seed) throws DatasetException {
        return of(captures, "", seed);
    }

    /**
     * Divides by chance, the same for the same seed, but for captures that are for calibration.
     *
     * @param forCalibration the beginning of their labels; empty to choose these by chance too
     * @throws DatasetException when there are fewer than three captures with normal flows, or too few of one part
     */
    public static Split of(List<LabelledFlows> captures, String forCalibration, long seed) throws DatasetException {
        List<LabelledFlows> normal = new ArrayList<>();
        List<LabelledFlows> training = new ArrayList<>();
        for (LabelledFlows capture : captures) {
            (normals(capture) > 0 ? normal : training).add(capture);
        }
        if (normal.size() < LEAST_CAPTURES) {
            throw new DatasetException(normal.size() + " captures with normal flows, at least " + LEAST_CAPTURES
                    + " are needed: training, validation and calibration have their own; cut a long capture by time");
        }
        stratify(normal, new Random(seed));
        long flows = normal.stream().mapToLong(Split::normals).sum();
        List<LabelledFlows> calibration = forCalibration.isEmpty()
                ? take(normal, CALIBRATION_SHARE * flows, LEAST_CAPTURES - 1)
                : take(normal, forCalibration);
        List<LabelledFlows> validation = take(normal, VALIDATION_SHARE * flows, 1);
        training.addAll(normal);
        return new Split(List.copyOf(training), validation, calibration);
    }

    /**
     * Puts captures in an order of which each stretch has captures of all labels: those of one label are spread evenly over
     * the whole, from a place by chance.
     */
    private static void stratify(List<LabelledFlows> captures, Random random) {
        Collections.shuffle(captures, random);
        Map<String, List<LabelledFlows>> byLabel = new TreeMap<>();
        captures.forEach(capture -> byLabel.computeIfAbsent(capture.file().label(), label -> new ArrayList<>())
                .add(capture));
        IdentityHashMap<LabelledFlows, Double> places = new IdentityHashMap<>();
        for (List<LabelledFlows> same : byLabel.values()) {
            double first = random.nextDouble();
            for (int i = 0; i < same.size(); i++) {
                places.put(same.get(i), (i + first) / same.size());
            }
        }
        captures.sort(Comparator.comparing(places::get));
    }

    /** Takes captures from the end until they hold so many normal flows, but leaves some. */
    private static List<LabelledFlows> take(List<LabelledFlows> captures, double flows, int left) {
        List<LabelledFlows> taken = new ArrayList<>();
        long held = 0;
        while (taken.isEmpty() || (held < flows && captures.size() > left)) {
            LabelledFlows last = captures.remove(captures.size() - 1);
            held += normals(last);
            taken.add(last);
        }
        return List.copyOf(taken);
    }

    /** Takes the captures of some labels. */
    private static List<LabelledFlows> take(List<LabelledFlows> captures, String label) throws DatasetException {
        List<LabelledFlows> taken = captures.stream()
                .filter(capture -> capture.file().label().startsWith(label))
                .toList();
        captures.removeAll(taken);
        if (taken.isEmpty() || captures.size() < LEAST_CAPTURES - 1) {
            throw new DatasetException(
                    taken.size() + " captures with normal flows have a label that begins with " + label
                            + ", for calibration, and " + captures.size() + " have not; at least 1 and "
                            + (LEAST_CAPTURES - 1) + " are needed");
        }
        return taken;
    }

    private static long normals(LabelledFlows capture) {
        return capture.count(Truth.NORMAL);
    }
}
