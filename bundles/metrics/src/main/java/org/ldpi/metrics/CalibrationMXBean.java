package org.ldpi.metrics;

/** The calibration of the active model by JMX: whether traffic has drifted from it, and a recalibration, as by {@code ldpi:recalibrate}. */
public interface CalibrationMXBean {
    /** What thresholds come from: the model, or a recalibration, and since when. */
    String getState();

    /** Recalibrations in force; as many can be undone. */
    int getSteps();

    /** Whether the scores of the last flows are distributed as the calibration's, and since when not. */
    String getDrift();

    /** What {@link #recalibrate} would do now, in lines, and why it is refused where it is. Changes nothing. */
    String plan();

    /**
     * Recalibrates on recent traffic.
     *
     * @return what has changed, in lines
     * @throws IllegalStateException with the reason where it is refused; nothing has changed then
     */
    String recalibrate();

    /**
     * Takes the last recalibration back.
     *
     * @return the state after it
     * @throws IllegalStateException with the reason where there is none or it cannot be; nothing has changed then
     */
    String undo();
}
