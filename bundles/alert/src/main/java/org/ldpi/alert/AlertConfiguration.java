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
}
