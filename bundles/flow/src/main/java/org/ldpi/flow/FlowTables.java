package org.ldpi.flow;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Objects;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableFactory;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.quantizer.Quantizer;
import org.osgi.service.component.annotations.Component;

/** Makes preallocated flow tables. */
@Component
public final class FlowTables implements FlowTableFactory {
    private static final String KERNEL_RANDOM = "/dev/urandom";

    private static final long BYTES_PER_LINKS = 8;
    private static final long BYTES_PER_INDEX_ENTRY = 4;

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the heap can never hold a table of that size
     */
    @Override
    public FlowTable create(FlowTableOptions options, Quantizer quantizer, FlowHeadHandler handler) {
        Objects.requireNonNull(quantizer, "quantizer");
        Objects.requireNonNull(handler, "handler");
        long needed = bytes(options);
        long heap = Runtime.getRuntime().maxMemory();
        if (needed > heap) {
            throw new IllegalArgumentException("a table of " + options.maxFlows() + " flows with samples of "
                    + options.shape() + " needs " + mebibytes(needed) + " MiB of heap, of " + mebibytes(heap)
                    + " MiB: lower the table size or raise -Xmx");
        }
        return new PreallocatedFlowTable(options, quantizer, handler, seed());
    }

    /** Random bits that nobody can foresee. From the kernel, as loading a security provider takes longer than a small capture. */
    private static long seed() {
        try (DataInputStream random = new DataInputStream(new FileInputStream(KERNEL_RANDOM))) {
            return random.readLong();
        } catch (IOException e) {
            // Not every system has it, nor may every program open it.
            return new SecureRandom().nextLong();
        }
    }

    /** Bytes of storage that a table allocates. */
    static long bytes(FlowTableOptions options) {
        long perFlow = FlowRecords.BYTES_PER_FLOW + BYTES_PER_LINKS + OpenHeads.bytesPerHead(options.shape());
        return perFlow * options.maxFlows() + BYTES_PER_INDEX_ENTRY * FlowIndex.size(options.maxFlows());
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
