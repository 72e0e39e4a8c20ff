package org.ldpi.capture.internal.live;

import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;

/** Opens captures from interfaces. Thread-safe. */
public final class LiveCaptures {
    private LiveCaptures() {}

    /**
     * Opens a capture.
     *
     * @param kernelBufferBytes what the kernel may keep until it is taken
     * @throws CaptureException when there is no such interface, or no right or no library to capture from it
     */
    public static Capture open(CaptureRequest request, int kernelBufferBytes) throws CaptureException {
        return new LiveCapture(
                request.source(),
                () -> PcapSource.open(request, kernelBufferBytes),
                LinkMonitor.of(request.source()),
                Pacer.system());
    }
}
