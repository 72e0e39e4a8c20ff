package org.ldpi.alert;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the EVE JSON file; changes apply to the next alert. */
@ObjectClassDefinition(name = "LDPI alerts as EVE JSON", description = "A file of alerts in the form of Suricata's log")
@interface EveConfiguration {
    @AttributeDefinition(name = "Enabled", description = "Whether alerts are written to the file")
    boolean enabled() default false;

    @AttributeDefinition(name = "File", description = "The file; it is appended to and may be rotated at any time")
    String file() default EveComponent.DEFAULT_FILE;
}
