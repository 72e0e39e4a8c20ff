package org.ldpi.training.data;

import java.util.List;

/**
 * The flows of one capture that are used.
 *
 * @param file the capture
 * @param flows at most the cap, in the order in which their heads closed
 * @param seen flows that were in the capture
 * @param unknown flows of which nothing is known, not among {@code flows}
 */
public record LabelledFlows(CaptureFile file, List<LabelledFlow> flows, long seen, long unknown) {
    /**
     * One flow.
     *
     * @param sample n x l unsigned bytes; shared, do not change
     * @param packets packets in the head, 1 to n
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record LabelledFlow(byte[] sample, int packets, Truth truth, String label) {}

    /** The samples of one kind. */
    public List<byte[]> samples(Truth truth) {
        return flows.stream()
                .filter(flow -> flow.truth() == truth)
                .map(LabelledFlow::sample)
                .toList();
    }
}
