package org.ldpi.training.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.ldpi.training.learn.Progress;

/** A bar with the time left on a terminal, a line now and then elsewhere. */
final class TerminalProgress implements Progress, AutoCloseable {
    private static final int LINES_PER_STAGE = 5;

    private final PrintStream err = System.err;
    private final boolean terminal;
    private ProgressBar bar;
    private String stage = "";
    private long steps;
    private long start;
    private long lines;

    TerminalProgress() {
        this.terminal = isTerminal();
    }

    /** Whether standard error is a terminal; the JDK tells that of standard input and output only. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no such file system: lines are right everywhere
        }
    }

    @Override
    public synchronized void begin(String name, long count) {
        close();
        stage = name;
        steps = count;
        start = System.nanoTime();
        lines = 0;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(count)
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }
    }

    @Override
    public synchronized void done(long count) {
        if (bar != null) {
            bar.stepTo(count);
        } else if (count * LINES_PER_STAGE / Math.max(1, steps) > lines) {
            lines = count * LINES_PER_STAGE / Math.max(1, steps);
            double passed = (System.nanoTime() - start) / 1e9;
            err.printf(
                    "%s %d/%d, %.0f s, about %.0f s left%n",
                    stage, count, steps, passed, passed * (steps - count) / count);
        }
    }

    @Override
    public synchronized void say(String line) {
        close();
        err.println(line);
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
