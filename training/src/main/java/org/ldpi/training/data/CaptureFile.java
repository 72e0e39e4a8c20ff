package org.ldpi.training.data;

import java.nio.file.Path;

/**
 * A capture of a data set.
 *
 * @param name path from the data set's root, with slashes
 * @param label the label of its folder: {@code benign/<type>/<subtype>}, {@code malicious/...} or {@code mixed/...}
 */
public record CaptureFile(String name, String label, Path path) {
    /** What the folder says of all flows in it. */
    public Truth truth() {
        return Truth.of(label);
    }
}
