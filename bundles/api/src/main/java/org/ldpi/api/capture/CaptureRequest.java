package org.ldpi.api.capture;

import java.util.Objects;

/**
 * What to capture.
 *
 * @param source an interface's name for a live capture; a file, a folder of files or {@code -} (standard input) for a
 *     capture file
 * @param filter a pcap filter expression for a live capture, empty for all packets; capture files take none
 * @param snapLength bytes of each packet to keep in a live capture, 64 to 262144
 * @param promiscuous whether a live capture sees packets for other hosts
 */
public record CaptureRequest(String source, String filter, int snapLength, boolean promiscuous) {
    public static final int DEFAULT_SNAP_LENGTH = 512;

    public CaptureRequest {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(filter, "filter");
        if (snapLength < 64 || snapLength > 262_144) {
            throw new IllegalArgumentException("snap length " + snapLength + " is not within 64 to 262144");
        }
    }

    /** A request for all packets of a source. */
    public static CaptureRequest of(String source) {
        return new CaptureRequest(source, "", DEFAULT_SNAP_LENGTH, true);
    }
}
