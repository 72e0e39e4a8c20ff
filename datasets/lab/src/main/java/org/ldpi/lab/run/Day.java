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
    private static final long SIGNAL_MINUTES = 10;
    private static final Path LOCK = LabFolder.ROOT.resolveSibling(LabFolder.ROOT.getFileName() + ".lock");

    private static final Path UP = LabFolder.ROOT.resolve("up");

    private final Plan plan;
    private final Set<String> missing;
    private final Consumer<String> progress;
    private final Topology topology;
    private final Services services;

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
        topology = new Topology(plan.layout(), plan.seed());
        services = new Services(plan, missing);
    }

    /**
     * Runs the day in real time. Whatever happens, nothing of it stays behind; the data set appears only when it is
     * whole.
     *
     * @param out folder of the data set; must be absent or empty
     * @param signal once the network is built, the day begins when this file is there; null for at once
     * @return the labels
     * @throws LabException if it cannot be done
     */
    public List<FlowLabel> run(Path out, Path signal) throws LabException {
        checkEmpty(out);
        return alone(() -> play(out, signal), true);
    }

    /**
     * Builds the day's network, starts its services and leaves both, until {@link #down()}.
     *
     * @throws LabException if it cannot be done; then nothing stays behind
     */
    public void up() throws LabException {
        alone(
                () -> {
                    build();
                    try {
                        Files.writeString(UP, plan.scenario().name());
                    } catch (IOException e) {
                        throw new LabException(UP + ": cannot be written: " + e.getMessage(), e);
                    }
                    return List.of();
                },
                false);
    }

    /** Part of a day. */
    private interface Part {
        List<FlowLabel> run() throws LabException;
    }

    /**
     * Does a part of a day while no other day runs.
     *
     * @param part what to do
     * @param clean whether nothing is to stay behind also where all went well
     */
    private List<FlowLabel> alone(Part part, boolean clean) throws LabException {
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                throw new LabException("a lab day is running already (./ldpi lab status)");
            }
            if (upScenario() != null) {
                throw new LabException(upScenario() + " is up; end it with: ./ldpi lab down");
            }
            down();
            CountDownLatch cleaned = new CountDownLatch(1);
            Thread runner = Thread.currentThread();
            Thread hook = new Thread(() -> stop(runner, cleaned), "lab-cleanup");
            Runtime.getRuntime().addShutdownHook(hook);
            boolean done = false;
            try {
                List<FlowLabel> rows = part.run();
                done = true;
                return rows;
            } finally {
                // Cleaning up runs programs, which an interrupted thread cannot wait for.
                boolean interrupted = Thread.interrupted();
                if (clean || !done) {
                    down();
                }
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

    /** Name of the scenario whose network is up without a day, or null. */
    public static String upScenario() throws LabException {
        if (!Files.exists(UP)) {
            return null;
        }
        try {
            return Files.readString(UP);
        } catch (IOException e) {
            throw new LabException(UP + ": cannot be read: " + e.getMessage(), e);
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

    private void build() throws LabException {
        progress.accept("building the network: " + plan.layout().clients().size() + " clients, "
                + plan.layout().servers().size() + " servers");
        SiteFiles.write(plan);
        MediaFiles.write(plan, missing);
        topology.up();
        for (var client : plan.layout().clients()) {
            Namespaces.resolver(client.name(), nameserver());
        }
        progress.accept("starting the servers");
        services.start();
    }

    /** Waits for a file, as long as the servers run. */
    private void await(Path signal) throws LabException {
        progress.accept("the network is up; the day begins when " + signal + " is there");
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(SIGNAL_MINUTES);
        while (!Files.exists(signal)) {
            services.checkAlive();
            if (System.nanoTime() > deadline) {
                throw new LabException(signal + ": was not there within " + SIGNAL_MINUTES + " minutes");
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while waiting for " + signal, e);
            }
        }
    }

    private List<FlowLabel> play(Path out, Path signal) throws LabException {
        build();
        if (signal != null) {
            await(signal);
        }
        Sensors sensors = new Sensors();
        sensors.start(plan);
        Timetable timetable = new Timetable(plan, missing, progress);
        List<ActivityRun> runs = timetable.play(services);
        long dropped = sensors.stop();
        List<String> links = topology.close();
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
            dataSet.manifest(rows, runs, missing, dropped, timetable.skipped(), links);
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

    /**
     * Makes sure that a folder can take a data set.
     *
     * @param out a folder
     * @throws LabException if it is there and not empty
     */
    public static void checkEmpty(Path out) throws LabException {
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
