package org.ldpi.api.capture;

import org.osgi.annotation.versioning.ProviderType;

/** Opens captures of one kind. A service; thread-safe. */
@ProviderType
public interface CaptureProvider {
    /** Service property and value space of {@link #kind()}. */
    String KIND = "ldpi.capture.kind";

    /** The {@link #kind()} of capture files. */
    String FILE = "file";

    /** The {@link #kind()} of live interfaces. */
    String LIVE = "live";

    /** {@link #FILE}, {@link #LIVE} or another provider's own word. */
    String kind();

    /**
     * Opens a capture.
     *
     * @throws CaptureException when the source is missing, is no capture, or may not be captured from
     */
    Capture open(CaptureRequest request) throws CaptureException;
}
