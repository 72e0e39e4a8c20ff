package org.ldpi.api.incident;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The incidents found so far. A service; thread-safe. */
@ProviderType
public interface IncidentLog {
    /** Incidents found since the start. */
    long raised();

    /** Incidents that go on. */
    int open();

    /** The last incidents as they stand now, newest first; a bounded number of them is kept. */
    List<Incident> recent(int limit);

    /** One line that says what is remembered and what had to be forgotten. */
    String memory();
}
