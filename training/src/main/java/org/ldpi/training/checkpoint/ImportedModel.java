package org.ldpi.training.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.training.flows.SampleScores;

/** A model made of parts that come from elsewhere: a network that runs here, centres, and what thresholds come from. */
public final class ImportedModel {
    /** How near to a given score the network must come, relative. */
    public static final double RELATIVE_TOLERANCE = 1e-4;

    /** How near it must come, absolute: scores near 0 are all rounding. */
    public static final double ABSOLUTE_TOLERANCE = 1e-7;

    private static final int MOST_GOLDEN = 16;

    private final Encoder encoder;
    private final EncoderSpec spec;
    private final ByteBuffer weights;

    /**
     * The parts of the network.
     *
     * @param encoder of these weights; stays open and with its owner
     */
    public ImportedModel(Encoder encoder, EncoderSpec spec, ByteBuffer weights) {
        this.encoder = encoder;
        this.spec = spec;
        this.weights = weights;
    }

    /** The mean embedding: the one centre of Deep SVDD (Ruff et al. 2018). */
    public Centres centre(List<byte[]> samples) throws EncoderException {
        double[] sum = new double[spec.dimension()];
        float[] embeddings = embed(samples);
        for (int i = 0; i < embeddings.length; i++) {
            sum[i % sum.length] += embeddings[i];
        }
        float[] centre = new float[sum.length];
        for (int d = 0; d < centre.length; d++) {
            centre[d] = (float) (sum[d] / samples.size());
        }
        return new Centres(centre, spec.dimension());
    }

    /** The scores of samples. */
    public float[] scores(Centres centres, List<byte[]> samples) throws EncoderException {
        return SampleScores.of(centres, spec.shape(), embed(samples), samples);
    }

    /** A calibration of the scores of normal flows. */
    public Calibration calibration(Centres centres, List<byte[]> normal) throws EncoderException {
        float[] scores = scores(centres, normal);
        double[] values = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            values[i] = scores[i];
        }
        return new Calibration(values);
    }

    /**
     * Golden samples that another program scored: all must have their scores here.
     *
     * @return some of them, from the lowest score to the highest
     * @throws CheckpointException when one has another score
     */
    public List<GoldenSample> golden(Centres centres, List<GoldenSample> given)
            throws CheckpointException, EncoderException {
        float[] scores =
                scores(centres, given.stream().map(GoldenSample::sample).toList());
        for (int i = 0; i < scores.length; i++) {
            float expected = given.get(i).score();
            if (!(Math.abs(scores[i] - expected) <= Math.max(ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE * expected))) {
                throw new CheckpointException("golden sample " + (i + 1) + " has the score " + scores[i] + " here, "
                        + expected + " is given");
            }
        }
        return spread(given);
    }

    /** Golden samples for a network that nobody scored before: noise, of every strength. */
    public List<GoldenSample> goldenNoise(Centres centres) throws EncoderException {
        Random random = new Random(1);
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < MOST_GOLDEN; i++) {
            byte[] sample = new byte[spec.shape().size()];
            random.nextBytes(sample);
            for (int k = 0; k < sample.length; k++) {
                sample[k] = (byte) ((sample[k] & 0xff) * i / (MOST_GOLDEN - 1));
            }
            samples.add(sample);
        }
        return goldenOf(centres, samples);
    }

    /** Golden samples of flows, with the scores that they have here. */
    public List<GoldenSample> goldenOf(Centres centres, List<byte[]> samples) throws EncoderException {
        float[] scores = scores(centres, samples);
        List<GoldenSample> golden = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            golden.add(new GoldenSample(samples.get(i), scores[i]));
        }
        return spread(golden);
    }

    private static List<GoldenSample> spread(List<GoldenSample> all) {
        List<GoldenSample> sorted = new ArrayList<>(all);
        sorted.sort((a, b) -> Float.compare(a.score(), b.score()));
        if (sorted.size() <= MOST_GOLDEN) {
            return sorted;
        }
        List<GoldenSample> some = new ArrayList<>();
        for (int i = 0; i < MOST_GOLDEN; i++) {
            some.add(sorted.get((int) ((long) i * (sorted.size() - 1) / (MOST_GOLDEN - 1))));
        }
        return some;
    }

    /** The whole, with thresholds by these policies. */
    public Model model(
            ModelId id,
            ModelSignature signature,
            Centres centres,
            Calibration calibration,
            List<GoldenSample> golden,
            List<ThresholdPolicy> policies,
            Map<String, String> provenance) {
        Map<String, Double> thresholds = new TreeMap<>();
        policies.forEach(policy ->
                thresholds.put(policy.name(), policy.threshold(calibration).value()));
        return new Model(id, signature, spec, weights, centres, calibration, thresholds, golden, provenance, "");
    }

    private float[] embed(List<byte[]> samples) throws EncoderException {
        return SampleScores.embeddings(encoder, spec.shape().size(), samples);
    }
}
