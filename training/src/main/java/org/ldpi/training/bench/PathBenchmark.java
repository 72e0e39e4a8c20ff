package org.ldpi.training.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.training.flows.CaptureFlows;

/**
 * The rate of the packet path, from a capture file to samples: reading, decoding, flow table, quantizer. With several
 * threads each reads the file for itself and keeps the flows of its share. Not thread-safe.
 */
public final class PathBenchmark {
    private final String capture;
    private final FlowTableOptions options;
    private final Quantizer quantizer;
    private final int threads;

    /** @param threads at least 1 */
    public PathBenchmark(String capture, FlowTableOptions options, Quantizer quantizer, int threads) {
        this.capture = capture;
        this.options = options;
        this.quantizer = quantizer;
        this.threads = threads;
    }

    /**
     * One reading of the capture.
     *
     * @param packets packets read
     * @param flows heads handed on
     * @param seconds from the first packet to the last head; making the tables is not part of it
     * @param allocatedBytes by the reading threads
     */
    public record Round(long packets, long flows, double seconds, long allocatedBytes) {
        public double packetsPerSecond() {
            return packets / seconds;
        }
    }

    /**
     * Reads the capture several times.
     *
     * @param warmUp rounds that are not reported, until the code is compiled
     * @throws IOException when the capture cannot be read
     */
    public List<Round> run(int warmUp, int rounds) throws IOException, InterruptedException {
        List<Round> results = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < warmUp + rounds; i++) {
                Round round = round(executor);
                if (i >= warmUp) {
                    results.add(round);
                }
            }
        } finally {
            executor.shutdownNow();
        }
        return results;
    }

    private Round round(ExecutorService executor) throws IOException, InterruptedException {
        List<Callable<Share>> shares = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CaptureFlows flows =
                    new CaptureFlows(options.withShare(new FlowShare(i, threads, 0)), quantizer, head -> {});
            shares.add(() -> read(flows));
        }
        // The tables of the round before would otherwise be collected while this one runs.
        System.gc();
        long start = System.nanoTime();
        List<Future<Share>> running = executor.invokeAll(shares);
        double seconds = (System.nanoTime() - start) / 1e9;
        long packets = 0;
        long heads = 0;
        long allocated = 0;
        for (Future<Share> future : running) {
            Share share = get(future);
            packets += share.counters().read();
            heads += share.counters().heads();
            allocated += share.allocatedBytes();
        }
        return new Round(packets, heads, seconds, allocated);
    }

    private record Share(FlowCounters counters, long allocatedBytes) {}

    private Share read(CaptureFlows flows) throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        flows.read(capture);
        return new Share(flows.counters(), memory.getCurrentThreadAllocatedBytes() - before);
    }

    private static Share get(Future<Share> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException("reading the capture", e.getCause());
        }
    }

    /** The median; of an even number the mean of the middle two. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
