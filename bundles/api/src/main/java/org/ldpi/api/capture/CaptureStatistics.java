package org.ldpi.api.capture;

/**
 * What a capture has done so far.
 *
 * @param packets packets handed on
 * @param bytes captured bytes of these packets
 * @param kernelDrops packets that the kernel dropped because nobody took them in time; 0 for files
 * @param interfaceDrops packets that the interface or its driver dropped; 0 for files
 * @param damaged records or blocks of a capture file that could not be read
 * @param state {@code running}, {@code ended}, or one line that says what is wrong and since when
 */
public record CaptureStatistics(
        long packets, long bytes, long kernelDrops, long interfaceDrops, long damaged, String state) {
    public static final String RUNNING = "running";
    public static final String ENDED = "ended";
    public static final CaptureStatistics NONE = new CaptureStatistics(0, 0, 0, 0, 0, ENDED);
}
