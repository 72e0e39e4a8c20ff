package org.ldpi.training.flows;

import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableFactory;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.quantizer.Quantizer;

/**
 * Reads captures one after the other through one flow table. Flows end with their capture: none goes on in the next one.
 * Not thread-safe.
 */
public final class CaptureFlows {
    private static final int PACKETS_PER_POLL = 1 << 16;

    private final CaptureProvider provider =
            Services.named(CaptureProvider.class, CaptureProvider::kind, CaptureProvider.FILE);
    private final FlowTable table;

    /**
     * Makes the table.
     *
     * @throws IllegalArgumentException when the heap cannot hold it
     */
    public CaptureFlows(FlowTableOptions options, Quantizer quantizer, FlowHeadHandler handler) {
        table = Services.only(FlowTableFactory.class).create(options, quantizer, handler);
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
        } finally {
            table.closeAll();
        }
    }

    /** Counters over all captures. */
    public FlowCounters counters() {
        return table.counters();
    }
}
