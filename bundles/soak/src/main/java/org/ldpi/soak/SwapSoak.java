package org.ldpi.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorState;

/**
 * Replays made flows without end through a named pipe and activates one model after the other, each that may serve in its
 * turn. Every swap waits until the model before has judged some flows.
 */
final class SwapSoak {
    private static final int SETTLED_AFTER = 50;
    private static final long WARM_UP_VERDICTS = 20_000;
    private static final long VERDICTS_PER_SWAP = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MICROS = 200;
    /** At a rate that is no limit the queue is never empty. */
    private static final Duration CATCHING_UP = Duration.ofSeconds(3);

    /** No more flows wait than come during a batch. */
    private static final int FEW = 100;

    private static final long SEED = 1;

    private final Sensor sensor;
    private final Detector detector;
    private final ModelRepository models;
    private final PrintStream progress;

    SwapSoak(Sensor sensor, Detector detector, ModelRepository models, PrintStream progress) {
        this.sensor = sensor;
        this.detector = detector;
        this.models = models;
        this.progress = progress;
    }

    /** Registers a tally as a listener and gives what ends that. */
    @FunctionalInterface
    interface Listening {
        Runnable begin(VerdictTally tally);
    }

    /** @param rate flows a second; 0 for as many as are taken */
    SoakResult run(int swaps, int rate, Listening listening) throws SoakFailure, InterruptedException {
        List<ModelEntry> able = able();
        progress.println("swapping among " + able.size() + " models: "
                + String.join(", ", able.stream().map(ModelEntry::id).toList()));
        VerdictTally tally = new VerdictTally(swaps);
        Runnable end = listening.begin(tally);
        try {
            Path pipe = pipe();
            try {
                return soak(swaps, rate, able, tally, pipe);
            } finally {
                Files.deleteIfExists(pipe);
            }
        } catch (IOException | ModelException e) {
            throw new SoakFailure(e.getMessage(), e);
        } finally {
            end.run();
        }
    }

    private List<ModelEntry> able() throws SoakFailure {
        List<ModelEntry> able = models.list().stream()
                .filter(model -> model.state() != ModelState.FOUND && model.state() != ModelState.REFUSED)
                .toList();
        if (able.size() < 2) {
            throw new SoakFailure("a swap needs two models that may serve, there are " + able.size());
        }
        return able;
    }

    private static Path pipe() throws IOException, InterruptedException {
        Path pipe = Path.of(
                System.getProperty("java.io.tmpdir"),
                "ldpi-soak-" + ProcessHandle.current().pid() + ".pcap");
        Process made = new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IOException(pipe + ": mkfifo failed");
        }
        return pipe;
    }

    private SoakResult soak(int swaps, int rate, List<ModelEntry> able, VerdictTally tally, Path pipe)
            throws SoakFailure, InterruptedException, IOException, CaptureException, ModelException {
        DetectorStatus before = detector.status();
        MadeFlows flows = new MadeFlows(SEED, rate);
        List<IOException> broken = new ArrayList<>();
        Thread writer = new Thread(
                () -> {
                    try (OutputStream out = Files.newOutputStream(pipe)) {
                        flows.writeTo(out);
                    } catch (IOException e) {
                        broken.add(e);
                    }
                },
                "ldpi-soak");
        writer.setDaemon(true);
        sensor.replay(pipe.toString(), Sensor.UNLIMITED);
        writer.start();
        Footprint settled = null;
        Footprint last;
        long began;
        long verdictsBefore;
        long took;
        long verdictsInSwaps;
        try {
            await("flows come", tally, () -> tally.verdicts() >= WARM_UP_VERDICTS);
            began = System.nanoTime();
            verdictsBefore = tally.verdicts();
            int settledAt = Math.min(SETTLED_AFTER, swaps / 2);
            for (int i = 0; i < swaps; i++) {
                if (i == settledAt) {
                    settled = footprint(tally);
                }
                swap(able.get(next(able, tally.judging())), tally);
                if ((i + 1) % 100 == 0) {
                    progress.println((i + 1) + " swaps, " + tally.verdicts() + " verdicts, native memory "
                            + (Footprint.nativeNow() >> 20) + " MiB");
                }
            }
            took = System.nanoTime() - began;
            verdictsInSwaps = tally.verdicts() - verdictsBefore;
            // While flows still come, as when it had settled.
            last = footprint(tally);
        } finally {
            flows.stop();
        }
        boolean ended = sensor.await(PATIENCE) && detector.awaitDecided(PATIENCE);
        writer.join(PATIENCE.toMillis());
        if (!ended || !broken.isEmpty() || sensor.status().state() == SensorState.FAILED) {
            throw new SoakFailure("the replay did not end as it should: " + broken + " "
                    + sensor.status().detail());
        }
        return result(swaps, able, tally, before, settled, last, verdictsInSwaps / (took / 1e9));
    }

    /** Looks at the process, and waits a while for the flows that came while it was stopped to be judged. */
    private Footprint footprint(VerdictTally tally) throws IOException, InterruptedException {
        tally.phase(VerdictTally.Phase.COLLECTING);
        Footprint now = Footprint.now();
        long until = System.nanoTime() + CATCHING_UP.toNanos();
        while (detector.status().queued() > FEW && System.nanoTime() - until < 0) {
            TimeUnit.MICROSECONDS.sleep(LOOK_MICROS);
        }
        tally.phase(VerdictTally.Phase.STEADY);
        return now;
    }

    private static int next(List<ModelEntry> able, String now) {
        for (int i = 0; i < able.size(); i++) {
            if (able.get(i).id().equals(now)) {
                return (i + 1) % able.size();
            }
        }
        return 0;
    }

    private void swap(ModelEntry model, VerdictTally tally) throws ModelException, SoakFailure, InterruptedException {
        tally.phase(VerdictTally.Phase.LOADING);
        models.activate(model.id());
        tally.phase(VerdictTally.Phase.STEADY);
        await("verdicts of " + model.id(), tally, () -> tally.judging().equals(model.id()));
        long enough = tally.verdicts() + VERDICTS_PER_SWAP;
        await("more verdicts of " + model.id(), tally, () -> tally.verdicts() >= enough);
    }

    /** Waits as long as verdicts come. */
    private void await(String what, VerdictTally tally, BooleanSupplier there)
            throws SoakFailure, InterruptedException {
        long seen = tally.verdicts();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean()) {
            if (tally.verdicts() != seen) {
                seen = tally.verdicts();
                until = System.nanoTime() + PATIENCE.toNanos();
            }
            if (System.nanoTime() - until > 0 || sensor.status().state() == SensorState.FAILED) {
                throw new SoakFailure(
                        "never: " + what + " (sensor: " + sensor.status().detail() + ", detector: "
                                + detector.status().condition() + ")");
            }
            TimeUnit.MICROSECONDS.sleep(LOOK_MICROS);
        }
    }

    private SoakResult result(
            int swaps,
            List<ModelEntry> able,
            VerdictTally tally,
            DetectorStatus before,
            Footprint settled,
            Footprint last,
            double flowsPerSecond) {
        DetectorStatus after = detector.status();
        Set<String> architectures = new TreeSet<>();
        able.forEach(model -> architectures.add(model.architecture()));
        long[] gaps = tally.swapGaps();
        long[] batches = tally.batchGaps();
        long[] loading = tally.loadGaps();
        long lost =
                after.failed() - before.failed() + after.unfit() - before.unfit() + after.refused() - before.refused();
        return new SoakResult()
                .put("swaps", swaps)
                .put("flows_in", sensor.status().flows().heads())
                .put("verdicts", tally.verdicts())
                .put("failed", lost)
                .put("duplicates", tally.duplicates())
                .put("gap_p99_ms", VerdictTally.quantileMillis(gaps, 0.99))
                .put("gap_max_ms", VerdictTally.quantileMillis(gaps, 1))
                .put("heap_growth_bytes", last.heap() - settled.heap())
                .put("native_growth_bytes", last.nativeBytes() - settled.nativeBytes())
                .put("class_loader_growth", last.classLoaders() - settled.classLoaders())
                .put("gap_p50_ms", VerdictTally.quantileMillis(gaps, 0.5))
                .put("batch_gap_p50_ms", VerdictTally.quantileMillis(batches, 0.5))
                .put("batch_gap_p99_ms", VerdictTally.quantileMillis(batches, 0.99))
                .put("batch_gap_max_ms", VerdictTally.quantileMillis(batches, 1))
                .put("load_gap_p50_ms", VerdictTally.quantileMillis(loading, 0.5))
                .put("load_gap_p99_ms", VerdictTally.quantileMillis(loading, 0.99))
                .put("load_gap_max_ms", VerdictTally.quantileMillis(loading, 1))
                .put("flows_per_second", flowsPerSecond)
                .put("models", able.size())
                .put("architectures", architectures.size());
    }
}
