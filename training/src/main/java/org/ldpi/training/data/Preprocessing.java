package org.ldpi.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.training.flows.CaptureFlows;

/**
 * Makes samples of captures with the flow table and the quantizer that detection uses. Of a capture with more flows than
 * the cap a random choice is kept, the same for the same seed; captures are read in parallel, which changes nothing.
 */
public final class Preprocessing {
    private final FlowTableOptions options;
    private final Quantizer quantizer;
    private final int mostFlowsPerFile;
    private final boolean unlabelled;
    private final long seed;
    private final Consumer<String> warnings;

    /**
     * Captures that break are used up to that place, and said to {@code warnings}.
     *
     * @param unlabelled whether flows of mixed captures are kept though nothing is known of them
     */
    public Preprocessing(
            FlowTableOptions options,
            Quantizer quantizer,
            int mostFlowsPerFile,
            boolean unlabelled,
            long seed,
            Consumer<String> warnings) {
        this.options = options;
        this.quantizer = quantizer;
        this.mostFlowsPerFile = mostFlowsPerFile;
        this.unlabelled = unlabelled;
        this.seed = seed;
        this.warnings = warnings;
    }

    /**
     * Reads all captures of a data set, in its order. The flows are kept in a file, not on the heap.
     *
     * @param folder where there is room for that file; it has no name there
     * @param each called with the number of captures read so far, from any thread
     * @throws CaptureException when a file cannot be read or is no capture
     * @throws IOException when there is no room for the flows
     */
    public List<LabelledFlows> read(Dataset dataset, Path folder, IntConsumer each) throws IOException {
        SampleStore store = SampleStore.in(folder, options.shape());
        int threads = Math.min(
                Runtime.getRuntime().availableProcessors(), dataset.files().size());
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        LabelledFlows[] results = new LabelledFlows[dataset.files().size()];
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> {
                    Reader reader = new Reader(dataset.labels(), store);
                    for (int file = next.getAndIncrement(); file < results.length; file = next.getAndIncrement()) {
                        results[file] = reader.read(dataset.files().get(file));
                        each.accept(done.incrementAndGet());
                    }
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            if (e.getCause() instanceof UncheckedIOException full) {
                throw full.getCause();
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException(dataset.root() + ": interrupted while its captures were read", e);
        } finally {
            executor.shutdownNow();
        }
        return List.of(results);
    }

    /** One thread's flow table. */
    private final class Reader {
        private final FlowLabels labels;
        private final SampleStore store;
        private final CaptureFlows captures = new CaptureFlows(options, quantizer, this::onHead);
        private CaptureFile file;
        private SampleStore.Appender flows;
        private Random random;
        private long seen;
        private long kept;
        private long unknown;

        Reader(FlowLabels labels, SampleStore store) {
            this.labels = labels;
            this.store = store;
        }

        LabelledFlows read(CaptureFile capture) throws CaptureException {
            file = capture;
            flows = store.appender(capture.name());
            random = new Random(seed ^ capture.name().hashCode());
            seen = 0;
            kept = 0;
            unknown = 0;
            long before = captures.counters().read();
            try {
                captures.read(capture.path().toString());
            } catch (CaptureException e) {
                if (captures.counters().read() == before) {
                    throw e;
                }
                warnings.accept(e.getMessage() + "; what came before is used");
            }
            return new LabelledFlows(file, flows.flows(), seen, unknown);
        }

        private void onHead(FlowHead head) {
            seen++;
            String known = labels.of(file.name(), head, options.direction() == Direction.TWO_WAY);
            String label = known == null ? file.label() : known;
            Truth truth = Truth.of(label);
            if (truth == Truth.UNKNOWN) {
                unknown++;
                // A label that says that nothing is certain is not the same as no label.
                if (known != null || !unlabelled) {
                    return;
                }
            }
            // Reservoir sampling (Vitter 1985, algorithm R): every flow has the same chance to be kept.
            kept++;
            try {
                keep(head, truth, label);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reservoir sampling (Vitter 1985, algorithm R): every flow has the same chance to be kept. */
        private void keep(FlowHead head, Truth truth, String label) throws IOException {
            if (flows.count() < mostFlowsPerFile) {
                flows.add(head, truth, label);
            } else {
                long place = (long) (random.nextDouble() * kept);
                if (place < mostFlowsPerFile) {
                    flows.set((int) place, head, truth, label);
                }
            }
        }
    }
}
