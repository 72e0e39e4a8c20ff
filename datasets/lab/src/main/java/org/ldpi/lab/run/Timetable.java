package org.ldpi.lab.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.ldpi.lab.LabException;
import org.ldpi.lab.label.ActivityRun;
import org.ldpi.lab.net.Namespaces;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Activity;
import org.ldpi.lab.plan.Plan;

/** Starts the plan's activities at their times and keeps the command log. */
final class Timetable {
    private static final int MAX_RUNNING = 400;
    private static final long REPORT_NANOS = 15_000_000_000L;

    private final Plan plan;
    private final Set<String> missing;
    private final Consumer<String> progress;
    private final List<Started> started = new ArrayList<>();
    private int skipped;

    /** A started activity; the end is known when its future is done. */
    private record Started(Activity activity, long startNanos, Process process, CompletableFuture<Long> end) {}

    /**
     * A timetable of which nothing has been started.
     *
     * @param plan the day
     * @param missing programs that could not be had; their activities are left out
     * @param progress takes a line now and then
     */
    Timetable(Plan plan, Set<String> missing, Consumer<String> progress) {
        this.plan = plan;
        this.missing = missing;
        this.progress = progress;
    }

    /**
     * Plays the day in real time.
     *
     * @param services checked while the day runs
     * @return the command log, in order of start
     */
    List<ActivityRun> play(Services services) throws LabException {
        long begin = System.nanoTime();
        long dayNanos = plan.minutes() * 60_000_000_000L;
        long nextReport = REPORT_NANOS;
        try {
            for (Activity activity : plan.activities()) {
                if (!Tools.possible(activity, missing)) {
                    continue;
                }
                sleepUntil(begin + activity.offsetMillis() * 1_000_000L);
                start(activity);
                if (System.nanoTime() - begin > nextReport) {
                    nextReport += REPORT_NANOS;
                    services.checkAlive();
                    report(System.nanoTime() - begin);
                }
            }
            sleepUntil(begin + dayNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while the day ran", e);
        }
        services.checkAlive();
        return finish();
    }

    /** Activities left out because too many were running at once. */
    int skipped() {
        return skipped;
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        long left = nanoTime - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000L, (int) (left % 1_000_000L));
        }
    }

    private void start(Activity activity) throws LabException {
        if (started.stream().filter(s -> !s.end.isDone()).count() >= MAX_RUNNING) {
            skipped++;
            return;
        }
        Path folder = ToolReport.folder(activity);
        List<String> command = List.of(
                "ip",
                "netns",
                "exec",
                Namespaces.of(activity.host()),
                "setpriv",
                "--regid",
                "" + activity.group(),
                "--clear-groups",
                "timeout",
                "-k",
                "2",
                "" + activity.limitSeconds(),
                "sh",
                "-c",
                activity.script());
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(folder.resolve("log").toFile());
            Programs.environment(builder);
            long start = now();
            Process process = builder.start();
            started.add(new Started(activity, start, process, process.onExit().thenApply(p -> now())));
        } catch (IOException e) {
            throw new LabException(activity.tool() + " cannot be started: " + e.getMessage(), e);
        }
        if (activity.malicious()) {
            progress.accept(activity.label() + " by " + activity.host() + " with " + activity.tool() + " on "
                    + activity.target());
        }
    }

    private void report(long elapsedNanos) {
        long seconds = elapsedNanos / 1_000_000_000L;
        long running = started.stream().filter(s -> !s.end.isDone()).count();
        progress.accept(String.format(
                Locale.ROOT,
                "%d:%02d of %d:00, %d of %d activities started, %d running",
                seconds / 60,
                seconds % 60,
                plan.minutes(),
                started.size(),
                plan.activities().size(),
                running));
    }

    private List<ActivityRun> finish() {
        List<ActivityRun> runs = new ArrayList<>();
        for (Started one : started) {
            boolean over = one.end.isDone();
            if (!over) {
                one.process.descendants().forEach(ProcessHandle::destroyForcibly);
                one.process.destroyForcibly();
            }
            long end = one.end.join();
            runs.add(new ActivityRun(one.activity, one.startNanos, end, over ? one.process.exitValue() : -1));
        }
        return runs;
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
