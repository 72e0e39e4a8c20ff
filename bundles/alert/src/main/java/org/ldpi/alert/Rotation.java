package org.ldpi.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * When a log file is put aside, and how many of those are kept: {@code eve.json} becomes {@code eve.json.1}, that one {@code
 * eve.json.2}, and the oldest is deleted. The files together have at most {@code (keep + 1) * bytes} bytes.
 *
 * @param bytes the most bytes of a file, 0 for no bound
 * @param keep how many files are kept beside the one that is written to
 */
record Rotation(long bytes, int keep) {
    static final Rotation NEVER = new Rotation(0, 1);

    private static final int MIB = 1 << 20;

    /** @throws IllegalArgumentException when an option is out of its range; the message names it */
    static Rotation of(int mib, int keep) {
        within("rotate.mib", mib, 0, MIB);
        within("rotate.keep", keep, 1, 1_000);
        return new Rotation((long) mib * MIB, keep);
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " " + value + " is not within " + least + " to " + most);
        }
    }

    /** Whether a file has to be put aside before so many bytes more go into it. */
    boolean due(long size, int more) {
        return bytes > 0 && size > 0 && size + more > bytes;
    }

    /** Puts a file aside. Where that fails some may be renamed already and none is lost but the oldest. */
    void rename(Path file) throws IOException {
        Files.deleteIfExists(numbered(file, keep));
        for (int i = keep - 1; i >= 1; i--) {
            if (Files.exists(numbered(file, i))) {
                Files.move(numbered(file, i), numbered(file, i + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.move(file, numbered(file, 1), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path numbered(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
