package org.ldpi.training.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.NormalFlow;
import org.ldpi.api.model.PartWeights;

/**
 * Makes centres of embeddings of normal flows. Deterministic.
 *
 * @param most centres at most; fewer where there are fewer different embeddings
 * @param trimmedShare share of the embeddings, those farthest from the mean, that no centre is made of where there are
 *     several
 * @param trimmedWidth dimensions, the first ones, that are looked at and left out so: of an embedding that the contrastive
 *     loss has a part of, that part has its normal flows everywhere, and none is to be left out
 */
public record CentreSelection(CentreForm form, int most, double trimmedShare, Distance distance, int trimmedWidth) {
    /**
     * Selects centres.
     *
     * @param embeddings one behind the other
     * @param origin the flow that an embedding is of, by its number
     */
    Centres of(float[] embeddings, int dimension, IntFunction<NormalFlow> origin) {
        float[] points = distance == Distance.COSINE ? unitLength(embeddings, dimension) : embeddings;
        boolean several = form == CentreForm.BANK || most > 1;
        int[] kept = several ? trimmed(points, dimension) : all(points.length / dimension);
        float[] used = chosen(points, dimension, kept);
        int[] places = kept;
        if (trimmedWidth < dimension) {
            places = keptFirst(kept, points.length / dimension);
            used = chosen(points, dimension, places);
            replaceFirstParts(used, dimension, kept.length);
        }
        float[] centres = switch (form) {
            case KMEANS -> KMeans.centres(used, dimension, most);
            case CORESET -> Coreset.centres(used, dimension, most);
            case BANK -> used;
        };
        if (distance == Distance.COSINE) {
            centres = unitLength(centres, dimension);
        }
        Centres.Scorer toCentre = new Centres(used, dimension).scorer();
        List<NormalFlow> flows = new ArrayList<>();
        for (int i = 0; i < centres.length; i += dimension) {
            toCentre.score(centres, i);
            flows.add(origin.apply(places[toCentre.nearest()]));
        }
        return new Centres(centres, dimension, distance, PartWeights.NONE, flows);
    }

    /**
     * Leaves out the points that are farthest from the mean (trimmed k-means, Cuesta-Albertos et al. 1997): normal flows
     * that the network puts where it puts what is not normal, and a centre there would make all of that normal.
     */
    private int[] trimmed(float[] points, int dimension) {
        int count = points.length / dimension;
        if (trimmedShare == 0) {
            return all(count);
        }
        float[] parts = firstParts(points, dimension);
        Centres.Scorer scorer = new Centres(KMeans.centres(parts, trimmedWidth, 1), trimmedWidth).scorer();
        float[] distances = new float[count];
        for (int i = 0; i < count; i++) {
            distances[i] = scorer.score(parts, i * trimmedWidth);
        }
        float[] sorted = distances.clone();
        Arrays.sort(sorted);
        float farthest = sorted[(int) ((count - 1) * (1 - trimmedShare))];
        IntList kept = new IntList();
        for (int i = 0; i < count; i++) {
            if (distances[i] <= farthest) {
                kept.add(i);
            }
        }
        return kept.toArray();
    }

    private float[] firstParts(float[] points, int dimension) {
        float[] parts = new float[points.length / dimension * trimmedWidth];
        for (int i = 0; i < points.length / dimension; i++) {
            System.arraycopy(points, i * dimension, parts, i * trimmedWidth, trimmedWidth);
        }
        return parts;
    }

    /** All places, those that were kept before the others: where centres are as near, the first is taken. */
    private static int[] keptFirst(int[] kept, int count) {
        boolean[] first = new boolean[count];
        for (int place : kept) {
            first[place] = true;
        }
        int[] places = Arrays.copyOf(kept, count);
        int next = kept.length;
        for (int i = 0; i < count; i++) {
            if (!first[i]) {
                places[next++] = i;
            }
        }
        return places;
    }

    /** Gives points behind the first ones the first part of that one of them which is nearest by it. */
    private void replaceFirstParts(float[] points, int dimension, int keptCount) {
        float[] parts = firstParts(Arrays.copyOf(points, keptCount * dimension), dimension);
        Centres.Scorer scorer = new Centres(parts, trimmedWidth).scorer();
        for (int from = keptCount * dimension; from < points.length; from += dimension) {
            scorer.score(points, from);
            System.arraycopy(parts, scorer.nearest() * trimmedWidth, points, from, trimmedWidth);
        }
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static float[] chosen(float[] points, int dimension, int[] which) {
        float[] chosen = new float[which.length * dimension];
        for (int i = 0; i < which.length; i++) {
            System.arraycopy(points, which[i] * dimension, chosen, i * dimension, dimension);
        }
        return chosen;
    }

    /** Copies at unit length; a point of no length stays. */
    private static float[] unitLength(float[] points, int dimension) {
        float[] out = points.clone();
        for (int from = 0; from < out.length; from += dimension) {
            double square = 0;
            for (int d = from; d < from + dimension; d++) {
                square += (double) out[d] * out[d];
            }
            for (int d = from; d < from + dimension && square > 0; d++) {
                out[d] = (float) (out[d] / Math.sqrt(square));
            }
        }
        return out;
    }
}
