package org.ldpi.api.alert;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The alerts raised so far. A service; thread-safe. */
@ProviderType
public interface AlertLog {
    /** EventAdmin topic of alerts. */
    String TOPIC = "org/ldpi/alert/ANOMALY";

    /** Alerts raised since the start. */
    long raised();

    /** The last alerts, newest first; a bounded number of them is kept. */
    List<Alert> recent(int limit);

    /** How each output is doing. */
    List<OutputStatus> outputs();
}
