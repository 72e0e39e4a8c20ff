package org.ldpi.api.calibration;

import java.time.Instant;
import java.util.Collection;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;

/**
 * Calibration scores that count instead of a model's own while this is a service. It is of one model and no other's: identity and
 * digest must be the same. Immutable.
 *
 * @param digest SHA-256 of the model's file, hex, as {@link Model#digest()}
 * @param since when it was put in force
 */
public record CalibrationOverlay(ModelId model, String digest, Calibration calibration, Instant since) {
    /** Whether it is of this model. */
    public boolean isOf(Model other) {
        return model.equals(other.id()) && digest.equals(other.digest());
    }

    /** The one of these that is of a model, the last where there are several, or null. */
    public static CalibrationOverlay of(Model model, Collection<CalibrationOverlay> overlays) {
        CalibrationOverlay found = null;
        for (CalibrationOverlay overlay : overlays) {
            if (overlay.isOf(model)) {
                found = overlay;
            }
        }
        return found;
    }

    /** The calibration that counts for a model: that of its overlay if there is one, else its own. */
    public static Calibration inForce(Model model, Collection<CalibrationOverlay> overlays) {
        CalibrationOverlay overlay = of(model, overlays);
        return overlay == null ? model.calibration() : overlay.calibration();
    }
}
