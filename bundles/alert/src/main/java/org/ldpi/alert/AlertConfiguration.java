package org.ldpi.alert;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of alerts; changes apply to the next alert. */
@ObjectClassDefinition(name = "LDPI alerts", description = "What is done with anomalous flows")
@interface AlertConfiguration {
    @AttributeDefinition(name = "Log", description = "Whether each alert is a log line")
    boolean log() default true;

    @AttributeDefinition(name = "Recent alerts", description = "How many alerts are kept for a look back, 0 to 1000000")
    int recent() default AlertOptions.DEFAULT_RECENT;

    @AttributeDefinition(
            name = "Buffer",
            description = "The most alerts that wait for one output, 1 to 1048576; more are lost and counted")
    int buffer() default AlertOptions.DEFAULT_BUFFER;

    @AttributeDefinition(
            name = "Group",
            description = "Whether flows of an open incident raise no alerts of their own; they are counted")
    boolean group() default true;

    @AttributeDefinition(
            name = "Alerts per hour",
            description = "The most alerts of single flows of a source in an hour, 0 for no limit; more are counted")
    int per_hour() default 0;

    @AttributeDefinition(
            name = "Allow",
            description =
                    "Flows that raise no alert, a rule each: net 10.1.0.0/16 port 5000-5100 proto udp time 22:00-06:00")
    String[] allow() default {};

    @AttributeDefinition(
            name = "Explain",
            description =
                    "Percent of one processor that explaining alerts may take over time, 0 for no explanations, to 100;"
                            + " alerts beyond that come without one and are counted")
    int explain_percent() default AlertOptions.DEFAULT_EXPLAIN_PERCENT;
}
