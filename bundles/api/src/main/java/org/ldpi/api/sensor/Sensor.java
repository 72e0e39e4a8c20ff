package org.ldpi.api.sensor;

import java.time.Duration;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs packets from a capture through the flow table and the quantizer to the detector. One source at a time. A service;
 * thread-safe.
 */
@ProviderType
public interface Sensor {
    /** The speed of a replay that goes as fast as it can. */
    double UNLIMITED = 0;

    /**
     * Captures from an interface until stopped.
     *
     * @throws CaptureException when the interface cannot be captured from, or another source is open
     */
    void start(CaptureRequest request) throws CaptureException;

    /**
     * Replays a capture file, losing nothing: it waits for the detector.
     *
     * @param source the file
     * @param speed {@link #UNLIMITED}, 1 for the recorded speed, or a multiple of it
     * @throws CaptureException when the file is no capture, or another source is open
     */
    void replay(String source, double speed) throws CaptureException;

    /** Stops the source, closing open flow heads. Does nothing when idle. */
    void stop();

    /**
     * Waits until the source has ended by itself.
     *
     * @return false when that took longer than the given time
     */
    boolean await(Duration atMost) throws InterruptedException;

    SensorStatus status();
}
