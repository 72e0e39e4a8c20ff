package org.ldpi.lab.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ldpi.lab.LabException;
import org.ldpi.lab.label.ActivityRun;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.label.OwnerLog;
import org.ldpi.lab.net.LabFolder;
import org.ldpi.lab.net.Namespaces;
import org.ldpi.lab.net.Topology;
import org.ldpi.lab.plan.Plan;

/** One day of the lab from building the network to the finished data set. One day runs at a time on a machine. */
public final class Day {
    private static final long CLEAN_SECONDS = 20;
    private static final Path LOCK = LabFolder.ROOT.resolveSibling(LabFolder.ROOT.getFileName() + ".lock");

    private final Plan plan;
    private final Set<String> missing;
    private final Consumer<String> progress;

    /**
     * A day that has not begun.
     *
     * @param plan what the day does
     * @param missing programs that could not be had; activities that need them are left out
     * @param progress takes lines for people
     */
    public Day(Plan plan, Set<String> missing, Consumer<String> progress) {
        this.plan = plan;
        this.missing = missing;
        this.progress = progress;
    }

    /**
     * Runs the day in real time. Whatever happens, nothing of it stays behind; the data set appears only when it is
     * whole.
     *
     * @param out folder of the data set; must be absent or empty
     * @return the labels
     * @throws LabException if it cannot be done
     */
    public List<FlowLabel> run(Path out) throws LabException {
        checkEmpty(out);
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                throw new LabException("a lab day is running already (./ldpi lab status)");
            }
            down();
            CountDownLatch cleaned = new CountDownLatch(1);
            Thread runner = Thread.currentThread();
            Thread hook = new Thread(() -> stop(runner, cleaned), "lab-cleanup");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                return runLocked(out);
            } finally {
                // Cleaning up runs programs, which an interrupted thread cannot wait for.
                boolean interrupted = Thread.interrupted();
                down();
                cleaned.countDown();
                forget(hook);
                if (interrupted) {
                    runner.interrupt();
                }
            }
        } catch (IOException e) {
            throw new LabException(LOCK + ": " + e.getMessage(), e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Whether a day is running now, in any process. */
    public static boolean running() throws LabException {
        if (!Files.exists(LOCK)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            return lock == null;
        } catch (IOException e) {
            throw new LabException(LOCK + ": " + e.getMessage(), e);
        }
    }

    /**
     * Ends and removes whatever a day left, finished or not.
     *
     * @return number of namespaces removed
     */
    public static synchronized int down() throws LabException {
        int removed = Namespaces.removeAll();
        LabFolder.remove();
        return removed;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, so the hook runs or has run; there is nothing left for it to do.
            return;
        }
    }

    /** When the JVM is told to end: has the running day end and waits until it has cleaned up. */
    private static void stop(Thread runner, CountDownLatch cleaned) {
        runner.interrupt();
        try {
            if (!cleaned.await(CLEAN_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("ldpi lab: the day does not end; remove it with: ./ldpi lab down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<FlowLabel> runLocked(Path out) throws LabException {
        progress.accept("building the network: " + plan.layout().clients().size() + " clients, "
                + plan.layout().servers().size() + " servers");
        SiteFiles.write(plan);
        new Topology(plan.layout()).up();
        for (var client : plan.layout().clients()) {
            Namespaces.resolver(client.name(), nameserver());
        }
        Services services = new Services(plan, missing);
        services.start();
        Sensors sensors = new Sensors();
        sensors.start(plan);
        Timetable timetable = new Timetable(plan, missing, progress);
        List<ActivityRun> runs = timetable.play(services);
        long dropped = sensors.stop();
        progress.accept("labelling");
        Path partial = out.resolveSibling(out.getFileName() + ".partial");
        try {
            removeTree(partial);
            Files.createDirectories(partial);
            OwnerLog owners = new OwnerLog();
            for (Path log : sensors.ownerLogs()) {
                owners.add(log);
            }
            DataSet dataSet = new DataSet(plan, partial);
            List<FlowLabel> rows = dataSet.write(Sensors.CAPTURE, owners, runs);
            dataSet.manifest(rows, runs, missing, dropped, timetable.skipped());
            Files.deleteIfExists(out);
            Files.move(partial, out, StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } catch (IOException e) {
            throw new LabException(out + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private String nameserver() {
        for (int s = 0; s < plan.scenario().servers().size(); s++) {
            boolean dns = plan.scenario().servers().get(s).services().stream()
                    .anyMatch(service -> service.name().equals("dns") && service.port() == 53);
            if (dns) {
                return plan.layout().servers().get(s).ip4();
            }
        }
        return plan.layout().servers().get(0).ip4();
    }

    private static void checkEmpty(Path out) throws LabException {
        if (Files.exists(out)) {
            try (Stream<Path> entries = Files.isDirectory(out) ? Files.list(out) : Stream.of(out)) {
                if (entries.findAny().isPresent()) {
                    throw new LabException(out + ": exists and is not an empty folder");
                }
            } catch (IOException e) {
                throw new LabException(out + ": cannot be listed: " + e.getMessage(), e);
            }
        }
    }

    private static void removeTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> entries = Files.walk(root)) {
                for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
