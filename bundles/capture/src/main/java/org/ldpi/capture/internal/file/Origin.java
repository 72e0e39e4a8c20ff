package org.ldpi.capture.internal.file;

import org.ldpi.api.capture.CaptureException;

/**
 * Where bytes of a capture come from, for messages.
 *
 * @param name the file as the operator named it
 * @param compressed whether offsets count bytes after decompression
 */
record Origin(String name, boolean compressed) {
    /** A capture whose bytes make no sense, or are missing, from an offset on. */
    CaptureException broken(String what, long offset) {
        return new CaptureException(place(what, offset));
    }

    /** A capture that cannot be read from an offset on. */
    CaptureException unreadable(Throwable cause, long offset) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new CaptureException(place("cannot be read, " + reason + ",", offset), cause);
    }

    /** A whole source that cannot be used. */
    CaptureException unusable(String what) {
        return new CaptureException(name + ": " + what);
    }

    private String place(String what, long offset) {
        return name + ": " + what + " at byte " + offset + (compressed ? " of the uncompressed capture" : "");
    }
}
