package org.ldpi.api.sensor;

/** What a sensor is doing. */
public enum SensorState {
    /** Nothing; no source is open. */
    IDLE,
    /** Waiting for a model, a quantizer or a capture provider; the detail says which. */
    WAITING,
    /** Capturing from a live interface. */
    CAPTURING,
    /** Replaying a capture file. */
    REPLAYING,
    /** The source broke; the detail says how. */
    FAILED
}
