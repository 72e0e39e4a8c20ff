package org.ldpi.threshold.recalibration;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the recalibration by command; a change of {@code flows} begins to collect anew. */
@ObjectClassDefinition(
        name = "LDPI recalibration",
        description = "How much recent traffic a recalibration is made of, and how far it may move thresholds")
@interface RecalibrationConfiguration {
    @AttributeDefinition(name = "Flows", description = "The most flows looked back on, 100 to 1000000")
    int flows() default RecalibrationOptions.DEFAULT_FLOWS;

    @AttributeDefinition(name = "Least", description = "Refused with fewer flows that can be used, 100 or more")
    int least() default RecalibrationOptions.DEFAULT_LEAST;

    @AttributeDefinition(name = "Step", description = "The factor by which a threshold may move at a time, up to 2")
    double step() default RecalibrationOptions.DEFAULT_STEP;

    @AttributeDefinition(
            name = "Clients",
            description = "Flows over the threshold count only where a service has so many clients, 2 to 1000")
    int clients() default RecalibrationOptions.DEFAULT_CLIENTS;
}
