package org.ldpi.api.alert;

import org.osgi.annotation.versioning.ProviderType;

/** A way to write an alert as text, for outputs that send text. A service with the property {@link #NAME}; thread-safe. */
@ProviderType
public interface AlertFormat {
    /** Service property that holds the format's name. */
    String NAME = "ldpi.alert.format";

    /** EVE JSON, the form of Suricata's event log. */
    String EVE = "eve";

    /** One line, without its end. */
    String line(Alert alert);
}
