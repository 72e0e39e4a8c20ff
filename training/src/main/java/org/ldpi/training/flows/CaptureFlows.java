package org.ldpi.training.flows;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.quantizer.Quantizer;

/**
 * Reads captures one after the other through one flow table. Flows end with their capture: none goes on in the next one.
 * Not thread-safe.
 */
public final class CaptureFlows {
    private static final int PACKETS_PER_POLL = 1 << 16;

    private final CaptureProvider provider = PacketPath.files();
    private final FlowTable table;
    private final List<String> remarks = new ArrayList<>();

    /**
     * Makes the table.
     *
     * @throws IllegalArgumentException when the heap cannot hold it
     */
    public CaptureFlows(FlowTableOptions options, Quantizer quantizer, FlowHeadHandler handler) {
        table = PacketPath.tables().create(options, quantizer, handler);
    }

    /**
     * Reads one capture to its end. The last flows are closed before this returns or throws.
     *
     * @param source a file, a folder of files or {@code -}
     * @throws CaptureException when it cannot be opened, or broke; what came before that place has been handed on
     */
    public void read(String source) throws CaptureException {
        try (Capture capture = provider.open(CaptureRequest.of(source))) {
            table.capture(capture.name());
            int packets = 0;
            while (packets != Capture.END) {
                packets = capture.poll(table, PACKETS_PER_POLL);
            }
            remark(capture.name(), capture.statistics());
        } finally {
            table.closeAll();
        }
    }

    private void remark(String name, CaptureStatistics read) {
        if (read.damaged() > 0 || !read.state().equals(CaptureStatistics.ENDED)) {
            remarks.add(name + ": " + read.state() + "; damaged records " + read.damaged());
        }
    }

    /** One line for each capture that was read to its end but not whole: files of a folder, records of a file. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Counters over all captures. */
    public FlowCounters counters() {
        return table.counters();
    }
}
