package org.ldpi.threshold;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of false discovery control; a change applies from the next batch on and begins an empty window. */
@ObjectClassDefinition(
        name = "LDPI false discovery rate",
        description = "A threshold by what share of the anomalies may be false, over a window of flows")
@interface FalseDiscoveryRateConfiguration {
    @AttributeDefinition(
            name = "Level",
            description = "The share of false ones among the anomalies of a window, 0.001 to 0.5")
    double level() default FalseDiscoveryRate.DEFAULT_LEVEL;

    @AttributeDefinition(name = "Window", description = "How many flows are judged together, 10 to 100000")
    int window() default FalseDiscoveryRate.DEFAULT_WINDOW;
}
