package org.ldpi.api.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ldpi.api.model.ModelId;

/**
 * Why a flow got its score. Immutable.
 *
 * @param model that scored it
 * @param score of the flow
 * @param named few fields, at most eight, that together lower the score most when they are set to what is usual, the one
 *     first that can be done without least
 * @param changedScore the score when all of {@code named} have their usual values
 * @param fields every field of the sample, in the order of bytes
 * @param nearest normal flows that are nearest to it, nearest first
 * @param compared how many normal flows say what is usual
 * @param usual the sample with every field set to what is usual, which is that of a normal flow; shared, do not change
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Explanation(
        ModelId model,
        double score,
        List<WeighedField> named,
        double changedScore,
        List<WeighedField> fields,
        List<NearFlow> nearest,
        int compared,
        byte[] usual) {
    public Explanation {
        named = List.copyOf(named);
        fields = List.copyOf(fields);
        nearest = List.copyOf(nearest);
    }

    /** The highest weight of a field, at least 0. */
    public double heaviest() {
        return fields.stream()
                .map(WeighedField::weight)
                .max(Comparator.naturalOrder())
                .filter(weight -> weight > 0)
                .orElse(0.0);
    }

    /** One line for people and logs: the named fields with their values, what is usual, and the nearest normal flow. */
    public String line() {
        String fieldsInWords = named.stream()
                .map(f -> f.field().title() + " " + f.value() + " (usual " + f.usual() + ")")
                .collect(Collectors.joining(", "));
        String text = fieldsInWords.isEmpty()
                ? "no few fields"
                : String.format(Locale.ROOT, "%s; as usual it would score %.6g", fieldsInWords, changedScore);
        return nearest.isEmpty()
                ? text
                : text + "; nearest normal " + nearest.get(0).flow();
    }
}
