package org.ldpi.capture.internal.file;

/** How long a captured packet can be before its length must be wrong, as libpcap has it. */
final class PacketLengths {
    private static final int USUAL = 262_144;
    private static final int LARGE = 128 * 1024 * 1024;

    private PacketLengths() {}

    /**
     * The most bytes that a packet can have.
     *
     * @param linkType a LINKTYPE_ number
     */
    static int maxCaptured(int linkType) {
        return switch (linkType) {
            // USB in five formats, D-Bus, Elektrobit high speed capture and replay
            case 186, 189, 220, 249, 266, 231, 279 -> LARGE;
            default -> USUAL;
        };
    }
}
