package org.ldpi.metrics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the metrics; a change opens the endpoint anew. */
@ObjectClassDefinition(name = "LDPI metrics", description = "The endpoint that Prometheus reads")
@interface MetricsConfiguration {
    @AttributeDefinition(name = "Enabled", description = "Whether the endpoint is open")
    boolean enabled() default true;

    @AttributeDefinition(
            name = "Address",
            description = "The address that it listens on; anybody who reaches it may read")
    String address() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "Its port, 0 to 65535; 0: any, which the log names")
    int port() default 9464;
}
