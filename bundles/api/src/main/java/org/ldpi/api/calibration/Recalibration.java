package org.ldpi.api.calibration;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Calibrates the active model anew on recent traffic, when an operator says so. The model itself is never altered. A service;
 * thread-safe.
 */
@ProviderType
public interface Recalibration {
    /** EventAdmin topic: a recalibration came into force or was undone; properties as {@link RecalibrationStatus}. */
    String TOPIC = "org/ldpi/calibration/CHANGED";

    /** What {@link #apply} would do now. Changes nothing. */
    RecalibrationPlan plan();

    /**
     * Puts what {@link #plan} says in force, also after a restart.
     *
     * @throws RecalibrationException when the plan is refused, or cannot be stored; nothing has changed then
     */
    RecalibrationPlan apply() throws RecalibrationException;

    /**
     * Takes the last recalibration of the active model back.
     *
     * @throws RecalibrationException when none is in force, or that cannot be stored; nothing has changed then
     */
    RecalibrationStatus undo() throws RecalibrationException;

    /** What counts instead of the active model's own calibration, or null. */
    CalibrationOverlay inForce();

    RecalibrationStatus status();
}
