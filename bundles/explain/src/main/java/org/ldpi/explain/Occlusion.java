package org.ldpi.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.explain.WeighedField;
import org.ldpi.api.quantizer.SampleField;

/**
 * Weighs the fields of a sample by occlusion (Zeiler and Fergus 2014): fields are set to what is usual, and the score is
 * looked at. It needs nothing of the encoder but scores.
 *
 * <p>Scores level off: where several fields are odd, setting one of them to what is usual may change nothing at all. So a
 * field is looked at from both ends: alone, with all others as they are, and last, with all others as usual; its weight is the
 * mean of both falls, which are the first and the last term of its Shapley value. Those to be named are found backwards: with
 * all fields as usual, those without which the score stays lowest are set back to what they were, until few are left.
 */
final class Occlusion {
    /** The most fields that are named. */
    static final int NAMED = 8;

    /** Fewer are named while the score stays below this share of the way back up. */
    private static final double WAY_BACK = 0.05;

    /** What came out. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Result(List<WeighedField> fields, List<WeighedField> named, double changedScore, byte[] usual) {}

    private final Scoring scoring;
    private final byte[] sample;
    private final List<SampleField> fields;
    private final List<Usual.Value> usual;
    private final byte[] allUsual;

    Occlusion(Scoring scoring, byte[] sample, List<SampleField> fields, Usual usual) {
        this.scoring = scoring;
        this.sample = sample;
        this.fields = fields;
        this.usual = fields.stream().map(usual::of).toList();
        this.allUsual = usual.sample();
    }

    /** @param score of the sample, more than 0 */
    Result weigh(double score) throws EncoderException {
        List<Integer> odd = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            int from = fields.get(i).offset();
            int to = from + fields.get(i).length();
            if (!Arrays.equals(sample, from, to, allUsual, from, to)) {
                odd.add(i);
            }
        }
        double least = scoring.score(List.of(allUsual)).scores()[0];
        Map<Integer, Double> alone = each(sample, allUsual, odd);
        Map<Integer, Double> back = each(allUsual, sample, odd);
        List<WeighedField> weighed = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            double weight = alone.containsKey(i) ? (score - alone.get(i) + back.get(i) - least) / (2 * score) : 0;
            Usual.Value value = usual.get(i);
            weighed.add(new WeighedField(fields.get(i), weight, fields.get(i).value(sample), value.text(), value.in()));
        }
        return named(score, least, weighed, odd, back);
    }

    private Result named(
            double score, double least, List<WeighedField> weighed, List<Integer> odd, Map<Integer, Double> back)
            throws EncoderException {
        double bound = least + WAY_BACK * Math.max(0, score - least);
        byte[] changed = allUsual.clone();
        double now = least;
        List<Integer> left = new ArrayList<>(odd);
        Map<Integer, Double> costs = back;
        while (!left.isEmpty()) {
            left.sort(Comparator.comparingDouble(costs::get));
            boolean few = left.size() <= NAMED;
            if (few && costs.get(left.get(0)) > bound) {
                break;
            }
            // Many at once while that does not matter, else the one that matters least.
            int count = few ? 1 : (left.size() + 1) / 2;
            byte[] tried = restored(changed, left.subList(0, count));
            double then = scoring.score(List.of(tried)).scores()[0];
            while (count > 1 && then > bound) {
                count /= 2;
                tried = restored(changed, left.subList(0, count));
                then = scoring.score(List.of(tried)).scores()[0];
            }
            changed = tried;
            now = then;
            left = new ArrayList<>(left.subList(count, left.size()));
            costs = each(changed, sample, left);
        }
        left.sort(Comparator.comparingDouble(costs::get).reversed());
        return new Result(weighed, left.stream().map(weighed::get).toList(), now, allUsual);
    }

    /** The scores of a sample with one field each taken from another. */
    private Map<Integer, Double> each(byte[] to, byte[] from, List<Integer> some) throws EncoderException {
        List<byte[]> samples = new ArrayList<>();
        for (int field : some) {
            byte[] changed = to.clone();
            copy(from, changed, field);
            samples.add(changed);
        }
        float[] scores = scoring.score(samples).scores();
        Map<Integer, Double> byField = new HashMap<>();
        for (int k = 0; k < some.size(); k++) {
            byField.put(some.get(k), (double) scores[k]);
        }
        return byField;
    }

    private byte[] restored(byte[] changed, List<Integer> some) {
        byte[] restored = changed.clone();
        some.forEach(field -> copy(sample, restored, field));
        return restored;
    }

    private void copy(byte[] from, byte[] to, int i) {
        SampleField field = fields.get(i);
        System.arraycopy(from, field.offset(), to, field.offset(), field.length());
    }
}
