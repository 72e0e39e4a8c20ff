package org.ldpi.detector;

import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the detector; changes apply from the next batch on. */
@ObjectClassDefinition(
        name = "LDPI detector",
        description = "How flow heads are batched and scored, and over which score they are anomalous")
@interface DetectorConfiguration {
    @AttributeDefinition(name = "Batch", description = "The most flow heads scored at once, 1 to 4096")
    int batch() default DetectorOptions.DEFAULT_BATCH;

    @AttributeDefinition(
            name = "Batch time",
            description =
                    "How much time of a processor a batch may take, 1 to 1000 milliseconds; for a slow model it gets"
                            + " fewer heads")
    int batch_millis() default DetectorOptions.DEFAULT_BATCH_MILLIS;

    @AttributeDefinition(
            name = "Linger",
            description = "How long a batch that is not full waits for more heads, 0 to 1000000 microseconds")
    int linger_micros() default DetectorOptions.DEFAULT_LINGER_MICROS;

    @AttributeDefinition(name = "Queue", description = "The most flow heads waiting or being scored, 1 to 1048576")
    int queue() default DetectorOptions.DEFAULT_QUEUE;

    @AttributeDefinition(name = "Threshold policy", description = "Name of the threshold policy")
    String threshold_policy() default ThresholdPolicy.DEFAULT;

    @AttributeDefinition(
            name = "Threshold value",
            description = "A score that overrides the policy; 0 to go by the policy")
    double threshold_value() default 0;

    @AttributeDefinition(
            name = "Recent verdicts",
            description = "How many verdicts are kept for a look back, 0 to 1000000")
    int recent() default DetectorOptions.DEFAULT_RECENT;
}
