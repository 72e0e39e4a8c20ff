package org.ldpi.training.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.random.RandomGenerator;

/** What a phase of training makes small. */
interface Objective {
    String name();

    /** Looks at the network as it is now, at the beginning and behind each evaluation. */
    default void look(Network network, Samples samples) {}

    /**
     * The loss of one batch, a scalar.
     *
     * @param batch owns all arrays that are made
     * @param random all that is drawn is drawn from it
     */
    NDArray loss(Network network, NDManager batch, Samples samples, RandomGenerator random, boolean training);
}
