package org.ldpi.model;

import java.nio.file.Path;
import java.time.Clock;
import org.ldpi.model.check.ModelReading;
import org.ldpi.model.check.SignatureCheck;
import org.ldpi.model.check.SignaturePolicy;
import org.ldpi.model.check.TrustedSigners;

/**
 * How the repository works.
 *
 * @param active the configured model, or empty
 * @param promoteFlows see {@link ModelConfiguration}; so the others
 */
record ModelOptions(
        String active,
        DeployPolicy deploy,
        long promoteFlows,
        double promoteAlertsPerHour,
        double rollbackAlertsPerHour,
        long rollbackFlows,
        long rollbackWatched) {
    static final String PID = "org.ldpi.model";

    /** Until the configuration is known: no choice, and nothing by itself. */
    static final ModelOptions DEFAULT = new ModelOptions("", DeployPolicy.ASK, 0, 0, 0, 1, 1);

    ModelOptions {
        atLeast("promote.flows", (double) promoteFlows, 0);
        atLeast("promote.alerts.per.hour", promoteAlertsPerHour, 0);
        atLeast("rollback.alerts.per.hour", rollbackAlertsPerHour, 0);
        atLeast("rollback.flows", (double) rollbackFlows, 1);
        atLeast("rollback.watched", (double) rollbackWatched, (double) rollbackFlows);
    }

    /** @throws IllegalArgumentException naming the option that cannot be */
    static ModelOptions of(ModelConfiguration configuration) {
        return new ModelOptions(
                configuration.active().trim(),
                deploy(configuration.deploy_policy()),
                configuration.promote_flows(),
                configuration.promote_alerts_per_hour(),
                configuration.rollback_alerts_per_hour(),
                configuration.rollback_flows(),
                configuration.rollback_watched());
    }

    /** What models have to pass when they are read. */
    static ModelReading reading(ModelConfiguration configuration, Clock clock) {
        String store = configuration.trust_store().trim();
        TrustedSigners trusted = store.isEmpty()
                ? TrustedSigners.none()
                : TrustedSigners.of(Path.of(store), configuration.trust_store_password());
        try {
            return new ModelReading(
                    new SignatureCheck(SignaturePolicy.of(configuration.signature_policy()), trusted, clock));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ": " + e.getMessage(), e);
        }
    }

    private static DeployPolicy deploy(String name) {
        try {
            return DeployPolicy.of(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ": " + e.getMessage(), e);
        }
    }

    private static void atLeast(String option, double value, double least) {
        if (!(value >= least) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(PID + ": " + option + " " + value + " is not " + least + " or more");
        }
    }
}
