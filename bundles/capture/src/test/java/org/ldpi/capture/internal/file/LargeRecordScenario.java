package org.ldpi.capture.internal.file;

import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;

/** Reads a capture in a process of its own, and prints its packets and how it ended. */
final class LargeRecordScenario {
    private LargeRecordScenario() {}

    public static void main(String[] arguments) {
        int[] packets = new int[1];
        try (Capture capture = new CaptureFiles().open(arguments[0])) {
            while (capture.poll(packet -> packets[0]++, 100) != Capture.END) {
                // All there is to do is done with each packet.
            }
            System.out.println(packets[0] + " packets");
        } catch (CaptureException e) {
            System.out.println(packets[0] + " packets, " + e.getMessage());
        }
    }
}
