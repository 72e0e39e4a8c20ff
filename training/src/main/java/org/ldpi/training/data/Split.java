package org.ldpi.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A division of captures: none is in two parts, so no flow's neighbour is on the other side. Captures without a normal
 * flow are in {@code training} only.
 */
public record Split(List<LabelledFlows> training, List<LabelledFlows> validation, List<LabelledFlows> calibration) {
    /** Shares of the normal flows; captures are whole, so they are met roughly. */
    private static final double CALIBRATION_SHARE = 0.25;

    private static final double VALIDATION_SHARE = 0.1;
    private static final int LEAST_CAPTURES = 3;

    /**
     * Divides by chance, the same for the same seed.
     *
     * @throws DatasetException when there are fewer than three captures with normal flows
     */
    public static Split of(List<LabelledFlows> captures, long seed) throws DatasetException {
        List<LabelledFlows> normal = new ArrayList<>();
        List<LabelledFlows> training = new ArrayList<>();
        for (LabelledFlows capture : captures) {
            (normals(capture) > 0 ? normal : training).add(capture);
        }
        if (normal.size() < LEAST_CAPTURES) {
            throw new DatasetException(normal.size() + " captures with normal flows, at least " + LEAST_CAPTURES
                    + " are needed: training, validation and calibration have their own; cut a long capture by time");
        }
        Collections.shuffle(normal, new Random(seed));
        long flows = normal.stream().mapToLong(Split::normals).sum();
        List<LabelledFlows> calibration = take(normal, CALIBRATION_SHARE * flows, LEAST_CAPTURES - 1);
        List<LabelledFlows> validation = take(normal, VALIDATION_SHARE * flows, 1);
        training.addAll(normal);
        return new Split(List.copyOf(training), validation, calibration);
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

    private static long normals(LabelledFlows capture) {
        return capture.flows().stream()
                .filter(flow -> flow.truth() == Truth.NORMAL)
                .count();
    }
}
