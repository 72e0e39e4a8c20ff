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

    @AttributeDefinition(
            name = "Rotate at",
            description =
                    "When the file has so many MiB it is renamed to .1, .1 to .2 and so on, 1 to 1048576; 0: never")
    int rotate_mib() default EveComponent.DEFAULT_ROTATE_MIB;

    @AttributeDefinition(
            name = "Keep",
            description = "How many renamed files are kept, 1 to 1000; the oldest is deleted for the next")
    int rotate_keep() default EveComponent.DEFAULT_ROTATE_KEEP;
}
