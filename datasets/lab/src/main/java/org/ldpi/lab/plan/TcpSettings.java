package org.ldpi.lab.plan;

import java.util.Random;

/**
 * What a host's operating system does with TCP, as kernels and their administrators differ. Drawn for each host alike,
 * whatever the host will do.
 *
 * @param timestamps whether it sends timestamps (RFC 7323)
 * @param sack whether it offers selective acknowledgements (RFC 2018)
 * @param scaling whether it scales windows (RFC 7323)
 * @param ecn explicit congestion notification (RFC 3168): 0 never, 1 asks for it, 2 only when asked
 * @param receiveBuffer default receive buffer, bytes; the first window follows from it
 * @param mss largest segment it announces, bytes; 0 for what the link allows
 * @param firstPort first of the ports it uses for its own connections; there are 28,000
 * @param congestion its congestion control, empty for what the kernel does by itself
 * @param fragmentable whether its packets may be fragmented; then they are numbered too (RFC 6864)
 */
public record TcpSettings(
        boolean timestamps,
        boolean sack,
        boolean scaling,
        int ecn,
        int receiveBuffer,
        int mss,
        int firstPort,
        String congestion,
        boolean fragmentable) {
    /** Ports of its own a host uses. */
    public static final int PORTS = 28_000;

    private static final int[] BUFFERS = {65_536, 87_380, 131_072, 131_072, 262_144};
    private static final int[] SEGMENTS = {0, 0, 0, 1440, 1400, 1360};
    private static final int[] FIRST_PORTS = {32_768, 32_768, 10_000, 20_000, 37_000};

    static TcpSettings draw(Random random) {
        return new TcpSettings(
                random.nextInt(4) != 0,
                random.nextInt(8) != 0,
                random.nextInt(8) != 0,
                random.nextInt(3) == 0 ? 1 : 2,
                BUFFERS[random.nextInt(BUFFERS.length)],
                SEGMENTS[random.nextInt(SEGMENTS.length)],
                FIRST_PORTS[random.nextInt(FIRST_PORTS.length)],
                random.nextInt(3) == 0 ? "reno" : "",
                random.nextInt(4) == 0);
    }
}
