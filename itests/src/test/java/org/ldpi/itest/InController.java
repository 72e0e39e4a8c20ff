package org.ldpi.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.sensor.Sensor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** What tests in a Karaf with the feature {@code ldpi} work with. */
abstract class InController {
    /** After this nothing is expected to come any more, on the slowest machine. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final long PAUSE_MILLIS = 50;

    @Inject
    protected BundleContext context;

    @Inject
    protected ConfigurationAdmin configurations;

    @Inject
    protected SessionFactory shell;

    @Inject
    protected Detector detector;

    @Inject
    protected Sensor sensor;

    @Inject
    protected ModelRepository models;

    /** The captures of the sample's test days. */
    static Path testDays() {
        return StockKaraf.root().resolve("datasets/sample/test/pcap");
    }

    /** The shipped model. */
    static Path sampleModel() throws IOException {
        try (Stream<Path> files = Files.list(StockKaraf.root().resolve("datasets/sample/model"))) {
            return files.filter(f -> f.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Runs a command of the shell: what it prints, and what it gives where that is something. */
    final String run(String command) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            Session session = shell.create(new ByteArrayInputStream(new byte[0]), print, print);
            Object result = session.execute(command);
            session.close();
            return out.toString(StandardCharsets.UTF_8) + (result == null ? "" : result);
        }
    }

    final void configure(String pid, Map<String, Object> options) throws IOException {
        configurations.getConfiguration(pid, "?").update(FrameworkUtil.asDictionary(options));
    }

    /** Installs and starts a bundle that is not there yet. */
    final void install(Path file) throws Exception {
        String location = "file:" + file;
        if (context.getBundle(location) == null) {
            context.installBundle(location).start();
        }
    }

    /** Null where there is no such model. */
    final ModelState state(String id) {
        return models.list().stream()
                .filter(entry -> entry.id().equals(id))
                .map(ModelEntry::state)
                .findFirst()
                .orElse(null);
    }

    final boolean mayServe(String id) {
        ModelState state = state(id);
        return state != null && state != ModelState.FOUND && state != ModelState.REFUSED;
    }

    /** Replays captures: each of their heads has a verdict. */
    final List<Verdict> replay(Path captures) throws Exception {
        try (Verdicts verdicts = Verdicts.listen(context)) {
            sensor.replay(captures.toString(), Sensor.UNLIMITED);
            finish();
            assertEquals(sensor.status().flows().heads(), verdicts.received().size());
            return verdicts.received();
        }
    }

    /** Waits until the captures have been read and all their heads have been judged. */
    final void finish() throws InterruptedException {
        assertTrue("the replay ended", sensor.await(PATIENCE));
        assertTrue("every head was decided", detector.awaitDecided(PATIENCE));
    }
}
