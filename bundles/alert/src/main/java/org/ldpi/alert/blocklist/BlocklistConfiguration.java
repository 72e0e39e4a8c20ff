package org.ldpi.alert.blocklist;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the blocklist; changes apply to the next flow. */
@ObjectClassDefinition(name = "LDPI blocklist", description = "Addresses that are blocked for a time")
@interface BlocklistConfiguration {
    @AttributeDefinition(
            name = "Drop",
            description =
                    "Whether further flows of blocked addresses are dropped before they are scored; they are counted")
    boolean drop() default false;

    @AttributeDefinition(
            name = "Fill by itself",
            description = "Whether alerts put addresses on the list; otherwise only commands and other bundles do")
    boolean enabled() default false;

    @AttributeDefinition(
            name = "Fill by",
            description = "Which alerts do: incidents (of scans and unusual sources, never the victim of a flood), or"
                    + " alerts (these, and the sources of single flows)")
    String fill() default "incidents";

    @AttributeDefinition(
            name = "Seconds",
            description = "How long an address is blocked where no time is given, 1 to 31536000")
    int seconds() default BlocklistOptions.DEFAULT_SECONDS;

    @AttributeDefinition(name = "Entries", description = "The most blocked addresses, 1 to 1048576; more are refused")
    int entries() default BlocklistOptions.DEFAULT_CAPACITY;
}
