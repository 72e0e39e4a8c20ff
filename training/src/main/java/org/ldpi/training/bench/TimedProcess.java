package org.ldpi.training.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program whose whole run is measured, its start included. */
public final class TimedProcess {
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
        if (exit != 0) {
            throw new IOException(program.command().get(0) + " exited with " + exit + ": "
                    + new String(output, StandardCharsets.UTF_8).strip());
        }
        return seconds;
    }
}
