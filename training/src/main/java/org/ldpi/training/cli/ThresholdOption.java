package org.ldpi.training.cli;

import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.training.flows.Services;
import picocli.CommandLine.Option;

/** The threshold policy by which flows are called anomalous; the same for all commands that judge. */
final class ThresholdOption {
    @Option(
            names = "--threshold",
            paramLabel = "POLICY",
            defaultValue = ThresholdPolicy.DEFAULT,
            description = "The threshold policy (${DEFAULT-VALUE}).")
    private String policy;

    /** @throws WrongUsage when there is no such policy */
    ThresholdPolicy policy() throws WrongUsage {
        try {
            return Services.named(ThresholdPolicy.class, ThresholdPolicy::name, policy);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--threshold: " + e.getMessage(), e);
        }
    }
}
