package org.ldpi.api.alert;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The alerts raised so far. A service; thread-safe. */
@ProviderType
public interface AlertLog {
    /** EventAdmin topic of alerts. */
    String TOPIC = "org/ldpi/alert/ANOMALY";

    /** Alerts raised since the start. */
    long raised();

    /** What was held back, by reason: {@code incident}, {@code allowed}, {@code rate}. */
    Map<String, Long> heldBack();

    /** The last alerts, newest first; a bounded number of them is kept. */
    List<Alert> recent(int limit);

    /** How many alerts were explained, and how many not. */
    ExplainingStatus explaining();

    /** How each output is doing. */
    List<OutputStatus> outputs();
}
