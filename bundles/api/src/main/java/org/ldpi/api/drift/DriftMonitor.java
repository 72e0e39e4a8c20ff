package org.ldpi.api.drift;

import org.osgi.annotation.versioning.ProviderType;

/** Compares the running network with the calibration set. A service; thread-safe. */
@ProviderType
public interface DriftMonitor {
    DriftStatus status();
}
