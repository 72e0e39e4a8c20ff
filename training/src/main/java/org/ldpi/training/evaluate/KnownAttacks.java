package org.ldpi.training.evaluate;

import java.util.Set;
import java.util.TreeSet;

/**
 * Attacks that the training set has labels of.
 *
 * @param labels their kinds
 * @param tools the programs that made them
 */
public record KnownAttacks(Set<String> labels, Set<String> tools) {
    /** Nothing known. */
    public static KnownAttacks none() {
        return new KnownAttacks(Set.of(), Set.of());
    }

    /** What a set of flows has. */
    public static KnownAttacks of(TestSet training) {
        Set<String> labels = new TreeSet<>();
        Set<String> tools = new TreeSet<>();
        training.flows(flow -> !flow.normal()).forEach(flow -> {
            labels.add(flow.label());
            if (flow.tool().length() > 1) {
                tools.add(flow.tool());
            }
        });
        return new KnownAttacks(labels, tools);
    }

    boolean isEmpty() {
        return labels.isEmpty();
    }

    /** Whether both the kind and, where it is told, the tool of a flow are known. */
    boolean has(TestFlow flow) {
        return labels.contains(flow.label()) && (flow.tool().length() < 2 || tools.contains(flow.tool()));
    }
}
