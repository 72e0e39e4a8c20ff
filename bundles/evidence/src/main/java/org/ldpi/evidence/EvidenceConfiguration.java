package org.ldpi.evidence;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the evidence over flows; a change begins anew and forgets what was learned. */
@ObjectClassDefinition(name = "LDPI evidence", description = "Incidents of what many flows of an address show together")
@interface EvidenceConfiguration {
    @AttributeDefinition(name = "Enabled", description = "Whether flows are tested together")
    boolean enabled() default true;

    @AttributeDefinition(name = "Budget", description = "False incidents per address and day, more than 0")
    double budget() default EvidenceOptions.DEFAULT_BUDGET;

    @AttributeDefinition(name = "Flows", description = "Flows of an address in a day, for the budget")
    double flows() default EvidenceOptions.DEFAULT_FLOWS;

    @AttributeDefinition(
            name = "Flood rate",
            description = "Flows without a conversation that an address may get in a second all the time, more than 0")
    double flood_per_second() default EvidenceOptions.DEFAULT_FLOOD_PER_SECOND;

    @AttributeDefinition(
            name = "Quiet",
            description = "An incident ends when no flow belonged to it for so many seconds, 1 to 86400")
    int quiet_seconds() default EvidenceOptions.DEFAULT_QUIET_SECONDS;

    @AttributeDefinition(name = "Addresses", description = "The most addresses remembered, 16 to 1048576")
    int addresses() default EvidenceOptions.DEFAULT_ADDRESSES;

    @AttributeDefinition(name = "Recent incidents", description = "How many are kept for a look back, 1 to 1000000")
    int recent() default EvidenceOptions.DEFAULT_RECENT;
}
