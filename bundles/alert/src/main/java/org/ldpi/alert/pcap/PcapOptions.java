package org.ldpi.alert.pcap;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * How heads are kept and written.
 *
 * @param folder of the files
 * @param bytes the most bytes of all files
 * @param files the most files
 * @param ringBytes of the ring in memory
 * @param snapLength the most bytes kept of a packet
 */
record PcapOptions(Path folder, long bytes, int files, int ringBytes, int snapLength) {
    static final String PID = "org.ldpi.alert.pcap";
    static final String DEFAULT_FOLDER = "ldpi-pcap";
    static final int DEFAULT_MIB = 64;
    static final int DEFAULT_FILES = 10_000;
    static final int DEFAULT_RING_MIB = 16;
    static final int DEFAULT_SNAP_LENGTH = 2_048;

    private static final int MIB_SHIFT = 20;
    private static final int MOST_MIB = 1 << 20;
    private static final int MOST_RING_MIB = 1_024;

    /** @throws IllegalArgumentException naming the option that cannot be */
    static PcapOptions of(PcapConfiguration configuration) {
        try {
            return new PcapOptions(
                    Path.of(configuration.folder()).toAbsolutePath(),
                    (long) within("mib", configuration.mib(), 1, MOST_MIB) << MIB_SHIFT,
                    within("files", configuration.files(), 1, MOST_MIB),
                    (int) Math.min(
                            Integer.MAX_VALUE - 64L,
                            (long) within("ring.mib", configuration.ring_mib(), 1, MOST_RING_MIB) << MIB_SHIFT),
                    within("snaplen", configuration.snaplen(), 64, 65_536));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    PID + ": folder '" + configuration.folder() + "' is no file name: " + e.getReason(), e);
        }
    }

    private static int within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + option + " " + value + " is not within " + least + " to " + most);
        }
        return value;
    }
}
