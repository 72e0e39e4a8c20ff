package org.ldpi.training.data;

import java.util.List;
import org.ldpi.api.model.NormalFlow;

/**
 * The flows of one capture that are used.
 *
 * @param file the capture
 * @param flows at most the cap; random access, each read where it is stored when it is asked for
 * @param seen flows that were in the capture
 * @param unknown flows of which nothing is known; not among {@code flows} unless they were asked for
 */
public record LabelledFlows(CaptureFile file, List<LabelledFlow> flows, long seen, long unknown) {
    /** One flow. */
    public interface LabelledFlow {
        /** n x l unsigned bytes; do not change. */
        byte[] sample();

        /** Packets in the head, 1 to n. */
        int packets();

        Truth truth();

        String label();

        /** Where it was seen. */
        NormalFlow origin();
    }

    /** How many flows are of one kind. */
    public int count(Truth truth) {
        int count = 0;
        for (LabelledFlow flow : flows) {
            count += flow.truth() == truth ? 1 : 0;
        }
        return count;
    }

    /** The samples of one kind, each read when it is asked for. */
    public List<byte[]> samples(Truth truth) {
        int[] places = new int[count(truth)];
        int count = 0;
        for (int i = 0; i < flows.size(); i++) {
            if (flows.get(i).truth() == truth) {
                places[count++] = i;
            }
        }
        return ListViews.map(ListViews.select(flows, places), LabelledFlow::sample);
    }
}
