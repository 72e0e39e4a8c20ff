package org.ldpi.training.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program whose whole run is measured, its start included. */
public final class TimedProcess {
    private static final String RESIDENT = "VmHWM:";
    private static final int KIB = 10;
    private static final int LOOK_MILLIS = 10;

    private final ProcessBuilder program;

    /** What it writes is read, and shown only where it fails. */
    public TimedProcess(List<String> command) {
        program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }

    /**
     * Runs it to its end.
     *
     * @return seconds
     * @throws IOException when it cannot be started, or does not exit with 0
     */
    public double run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = program.start();
        byte[] output = process.getInputStream().readAllBytes();
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        check(exit, output);
        return seconds;
    }

    /**
     * Runs it to its end and looks at its memory, every {@value #LOOK_MILLIS} ms. Programs that it starts count for nothing.
     *
     * @return the largest resident size, {@code VmHWM} of proc(5), in bytes
     * @throws IOException when it cannot be started, or does not exit with 0
     */
    public long peak() throws IOException, InterruptedException {
        Process process = program.start();
        CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process));
        long peak = 0;
        do {
            peak = Math.max(peak, resident(process));
        } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        check(process.exitValue(), output.join());
        return peak;
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 0 where it has ended meanwhile. */
    private static long resident(Process process) throws IOException, InterruptedException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(RESIDENT)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << KIB;
                }
            }
            return 0;
        } catch (IOException e) {
            if (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw e;
            }
            return 0;
        }
    }

    private void check(int exit, byte[] output) throws IOException {
        if (exit != 0) {
            throw new IOException(program.command().get(0) + " exited with " + exit + ": "
                    + new String(output, StandardCharsets.UTF_8).strip());
        }
    }
}
