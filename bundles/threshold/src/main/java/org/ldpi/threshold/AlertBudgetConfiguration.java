package org.ldpi.threshold;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the alert budget; a change applies from the next batch on. */
@ObjectClassDefinition(name = "LDPI alert budget", description = "A threshold by how many false alerts are bearable")
@interface AlertBudgetConfiguration {
    @AttributeDefinition(name = "Budget", description = "False alerts per host and day, more than 0")
    double budget() default AlertBudget.DEFAULT_BUDGET;

    @AttributeDefinition(
            name = "Flows",
            description = "Flows of a host in a day; 0: as observed, and 20000 until enough was seen")
    double flows() default 0;

    @AttributeDefinition(
            name = "Confidence",
            description = "How sure it should be that the budget is held, 0.5 to 0.999")
    double confidence() default AlertBudget.DEFAULT_CONFIDENCE;
}
