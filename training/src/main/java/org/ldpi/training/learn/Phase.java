package org.ldpi.training.learn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.SplittableRandom;
import org.ldpi.engine.pytorch.GradMode;

/**
 * One phase of training: steps of AdamW with a rate that rises at first and then falls by a cosine (Loshchilov and Hutter
 * 2017), and the values with the lowest loss on the validation captures in the end. Ends early where that loss gets no
 * lower.
 */
final class Phase {
    private static final double WARM_UP_SHARE = 0.05;
    private static final double LAST_RATE_SHARE = 0.02;
    private static final int EVALUATIONS = 20;
    private static final int LEAST_STEPS_BETWEEN = 20;
    private static final int VALIDATION_BATCHES = 4;

    private final int number;
    private final Objective objective;
    private final int steps;
    private final double rate;
    private final double weightDecay;
    private final int patience;
    private final long seed;
    private final float[] centre;

    Phase(int number, Objective objective, int steps, double rate, TrainingOptions options, float[] centre) {
        this.number = number;
        this.objective = objective;
        this.steps = steps;
        this.rate = rate;
        this.weightDecay = options.weightDecay();
        this.patience = options.patience();
        this.seed = options.seed();
        this.centre = centre;
    }

    /**
     * Trains a network to the end of the phase.
     *
     * @param from where to go on, or null for the beginning
     * @throws TrainingException when the loss is no number any more
     */
    void run(
            Network network, Samples training, Samples validation, Checkpoint from, RunFolder folder, Progress progress)
            throws IOException, TrainingException {
        AdamW optimiser = new AdamW(network.parameters(), weightDecay);
        float[][] best = network.values();
        double bestLoss = Double.POSITIVE_INFINITY;
        int step = 0;
        if (from != null && from.step() > 0) {
            network.values(from.values());
            restore(from, optimiser);
            best = from.best();
            bestLoss = from.bestLoss();
            step = from.step();
        }
        int between = Math.max(LEAST_STEPS_BETWEEN, steps / EVALUATIONS);
        progress.begin(objective.name(), steps);
        objective.look(network, training);
        double sum = 0;
        int since = 0;
        int bestStep = from == null ? 0 : from.bestStep();
        while (step < steps && step - bestStep < (long) patience * between) {
            step++;
            sum += step(network, optimiser, training, step);
            since++;
            progress.done(step);
            if (step % between == 0 || step == steps) {
                double loss = validate(network, validation);
                metric(folder, step, sum / since, loss);
                sum = 0;
                since = 0;
                if (loss < bestLoss) {
                    bestLoss = loss;
                    bestStep = step;
                    best = network.values();
                }
                folder.save(new Checkpoint(
                        number,
                        step,
                        folder.metrics(),
                        network.values(),
                        optimiser.first,
                        optimiser.second,
                        best,
                        bestLoss,
                        bestStep,
                        centre));
                objective.look(network, training);
            }
        }
        network.values(best);
    }

    private double step(Network network, AdamW optimiser, Samples samples, int step) throws TrainingException {
        float value;
        try (NDManager batch = network.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = objective.loss(network, batch, samples, random(step), true);
            collector.backward(loss);
            value = loss.getFloat();
        }
        if (!Float.isFinite(value)) {
            throw new TrainingException(
                    "the loss is " + value + " at step " + step + " of " + objective.name() + "; lower the rate");
        }
        optimiser.step(step, rate(step));
        return value;
    }

    private double validate(Network network, Samples samples) {
        boolean grad = GradMode.off();
        try {
            double sum = 0;
            for (int i = 1; i <= VALIDATION_BATCHES; i++) {
                try (NDManager batch = network.manager().newSubManager()) {
                    sum += objective
                            .loss(network, batch, samples, random(-i), false)
                            .getFloat();
                }
            }
            return sum / VALIDATION_BATCHES;
        } finally {
            GradMode.restore(grad);
        }
    }

    private double rate(int step) {
        double warmUp = Math.max(1, WARM_UP_SHARE * steps);
        if (step < warmUp) {
            return rate * step / warmUp;
        }
        double done = (step - warmUp) / Math.max(1, steps - warmUp);
        return rate * (LAST_RATE_SHARE + (1 - LAST_RATE_SHARE) * (1 + Math.cos(Math.PI * done)) / 2);
    }

    /** What a step draws follows from seed, phase and step alone. */
    private SplittableRandom random(int step) {
        return new SplittableRandom(new SplittableRandom(seed + number).nextLong() ^ (long) step * 0x9E3779B97F4A7C15L);
    }

    private void metric(RunFolder folder, int step, double loss, double validation) {
        JsonObject line = new JsonObject();
        line.addProperty("phase", objective.name());
        line.addProperty("step", step);
        line.addProperty("rate", rate(step));
        line.addProperty("loss", loss);
        line.addProperty("validation", validation);
        folder.metric(line);
    }

    private static void restore(Checkpoint from, AdamW optimiser) {
        for (int i = 0; i < from.first().length; i++) {
            System.arraycopy(from.first()[i], 0, optimiser.first[i], 0, from.first()[i].length);
            System.arraycopy(from.second()[i], 0, optimiser.second[i], 0, from.second()[i].length);
        }
    }
}
