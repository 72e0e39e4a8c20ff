package org.ldpi.api.alert;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** The heads of alerted flows as capture files, their packets as they were captured. A service; thread-safe. */
@ProviderType
public interface HeadCaptures {
    /**
     * How it goes.
     *
     * @param written files written since the start
     * @param files in the folder now
     * @param bytes of these
     * @param deleted files that were deleted to keep within the bounds
     * @param incomplete alerts of which some packet or all had been overwritten in memory before they were written
     * @param left packets of other link types than the first of their file, left out
     */
    record Status(long written, int files, long bytes, long deleted, long incomplete, long left) {}

    /**
     * The file of an alert.
     *
     * @throws IOException when there is none, or it cannot be written; the message says why
     */
    Path file(Alert alert) throws IOException;

    Status status();
}
