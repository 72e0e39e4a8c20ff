package org.ldpi.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.DecisionEngine;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.sensor.Sensor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * What everything behind a verdict costs: replays a capture with all of it and with none of it, in turn, and compares how many
 * flows a second were judged, round by round; then the same with outputs that do not work.
 *
 * <p>On are the log, an EVE file, syslog over UDP to a server here, events, capture files with their ring of packets, a listener,
 * a decision engine, explanations, the drop of blocked addresses (of one that sends nothing), and metrics that somebody reads each
 * second. Faulty are: a full disk under the EVE file, a syslog server that is gone, a Kafka broker that takes connections and
 * says nothing (where Kafka's feature is installed), a folder that cannot be made, a listener that hangs, an engine that throws.
 * Incidents and drift are tested in all phases, and incidents begin anew in each, so that there are alerts. Batches may take as
 * long as they want, so that detection is at its fastest and a slow moment of the machine does not make batches small. Beside the rate
 * is the time of all processors that a flow takes: on a machine with others on it that is the steadier figure, and where no processor is
 * idle it is the cost.
 */
final class OutputsBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 5;
    private static final int WARM_UP = 4;
    private static final int PERCENT = 100;
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e3;

    private static final String METRICS_BUNDLE = "org.ldpi.metrics";
    private static final URI METRICS = URI.create("http://127.0.0.1:9464/metrics");
    private static final String ENABLED = "enabled";
    private static final String ALERT = "org.ldpi.alert";
    private static final String EVE = "org.ldpi.alert.eve";
    private static final String SYSLOG = "org.ldpi.alert.syslog";
    private static final String EVENTS = "org.ldpi.alert.EventComponent";
    private static final String PCAP = "org.ldpi.alert.pcap";
    private static final String KAFKA = "org.ldpi.alert.kafka";
    /** For documentation only (RFC 5737). */
    private static final String NOBODY = "192.0.2.1";

    private static final String EXPLAIN = "explain.percent";
    private static final int DEFAULT_EXPLAIN = 2;

    /** What it works with. */
    record Controller(
            BundleContext context,
            Sensor sensor,
            Detector detector,
            AlertLog alerts,
            IncidentLog incidents,
            Blocklist blocklist,
            ConfigurationAdmin configurations) {}

    /** What is switched on. */
    private enum Phase {
        NONE,
        ALL,
        FAULTY
    }

    /** One phase of a round. */
    private record Measured(double flowsPerSecond, double untilDelivered, double cpuMicros) {
        double slowerThan(Measured other) {
            return PERCENT * (1 - flowsPerSecond / other.flowsPerSecond);
        }

        double moreCpuThan(Measured other) {
            return PERCENT * (cpuMicros / other.cpuMicros - 1);
        }

        double slowerUntilDeliveredThan(Measured other) {
            return PERCENT * (1 - untilDelivered / other.untilDelivered);
        }
    }

    private final Controller controller;
    private final String file;
    private final int replays;
    private final AtomicLong received = new AtomicLong();
    private final List<AutoCloseable> on = new ArrayList<>();
    private int incidentsKept = 1_000;
    private long flows;
    private long lostFaulty;
    private long mostWaiting;
    private Path folder;
    private Servers servers;

    OutputsBenchmark(Controller controller, String file, int replays) {
        this.controller = controller;
        this.file = file;
        this.replays = replays;
    }

    SoakResult run(int rounds) throws Exception {
        folder = Files.createTempDirectory("ldpi-bench-");
        servers = new Servers(received);
        try {
            configure("org.ldpi.detector", Map.of("batch.millis", 1_000));
            controller.blocklist().add(InetAddress.getByName(NOBODY), null, "bench outputs");
            SoakResult result = new SoakResult().put("rounds", rounds);
            List<Measured[]> all = rounds(Phase.ALL, rounds);
            result.put("flows_per_s_none", median(all, pair -> pair[1].flowsPerSecond()))
                    .put("flows_per_s_all", median(all, pair -> pair[0].flowsPerSecond()))
                    .put("slower_percent", median(all, pair -> pair[0].slowerThan(pair[1])))
                    .put("slower_percent_until_sent", median(all, pair -> pair[0].slowerUntilDeliveredThan(pair[1])))
                    .put("cpu_us_a_flow_none", median(all, pair -> pair[1].cpuMicros()))
                    .put("cpu_us_a_flow_all", median(all, pair -> pair[0].cpuMicros()))
                    .put("cpu_more_percent", median(all, pair -> pair[0].moreCpuThan(pair[1])))
                    .put("alerts_received", received.get())
                    .put("alerts_lost", lost());
            List<Measured[]> faulty = rounds(Phase.FAULTY, rounds);
            return result.put("flows_per_s_faulty", median(faulty, pair -> pair[0].flowsPerSecond()))
                    .put("slower_percent_faulty", median(faulty, pair -> pair[0].slowerThan(pair[1])))
                    .put("alerts_lost_faulty", lostFaulty)
                    .put("most_alerts_waiting_faulty", mostWaiting)
                    .put("flows", flows);
        } finally {
            off();
            servers.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** Pairs of a phase and of none, in alternating order; the first ones are for the compilers and do not count. */
    private List<Measured[]> rounds(Phase phase, int rounds) throws Exception {
        List<Measured[]> measured = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            Measured[] pair = new Measured[2];
            boolean noneFirst = (round & 1) == 0;
            if (noneFirst) {
                pair[1] = measure(Phase.NONE);
            }
            pair[0] = measure(phase);
            if (!noneFirst) {
                pair[1] = measure(Phase.NONE);
            }
            if (round >= 0) {
                measured.add(pair);
            }
        }
        return measured;
    }

    private static double median(List<Measured[]> pairs, ToDoubleFunction<Measured[]> of) {
        double[] values = pairs.stream().mapToDouble(of).sorted().toArray();
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    private Measured measure(Phase phase) throws Exception {
        begin(phase);
        try {
            long scored = controller.detector().status().scored();
            long lost = lost();
            long cpu = cpuNanos();
            long began = System.nanoTime();
            for (int replay = 0; replay < replays; replay++) {
                controller.sensor().replay(file, Sensor.UNLIMITED);
                if (!controller.sensor().await(PATIENCE)
                        || !controller.detector().awaitDecided(PATIENCE)) {
                    throw new SoakFailure(file + " is not replayed after " + PATIENCE.toMinutes() + " minutes");
                }
            }
            double seconds = (System.nanoTime() - began) / NANOS;
            long judged = controller.detector().status().scored() - scored;
            if (flows == 0) {
                flows = judged;
            } else if (judged != flows) {
                throw new SoakFailure(phase + ": " + judged + " flows were judged, before " + flows);
            }
            if (phase == Phase.FAULTY) {
                lostFaulty += lost() - lost;
                mostWaiting = Math.max(mostWaiting, waiting());
            }
            if (phase == Phase.ALL) {
                until("all alerts are sent", () -> waiting() == 0);
            }
            return new Measured(
                    judged / seconds,
                    judged / ((System.nanoTime() - began) / NANOS),
                    (cpuNanos() - cpu) / MICROS / judged);
        } finally {
            off();
        }
    }

    /** Time that this process has taken of all processors; the class that says so is not exported in every container. */
    private static long cpuNanos() throws JMException {
        return (Long) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "ProcessCpuTime");
    }

    private void begin(Phase phase) throws Exception {
        // Another configuration begins anew, also where only the look back differs.
        incidentsKept = 2_001 - incidentsKept;
        configure("org.ldpi.evidence", Map.of("recent", incidentsKept));
        until("incidents begin anew", () -> controller.incidents().open() == 0);
        switch (phase) {
            case NONE -> none();
            case ALL -> all();
            case FAULTY -> faulty();
        }
    }

    private void none() throws Exception {
        configure(ALERT, Map.of("log", false, EXPLAIN, 0));
        for (String pid : new String[] {EVE, SYSLOG, EVENTS, PCAP}) {
            configure(pid, Map.of(ENABLED, false));
        }
        if (hasKafka()) {
            configure(KAFKA, Map.of(ENABLED, false));
        }
        configure("org.ldpi.blocklist", Map.of("drop", false));
        metrics().stop();
        awaitOutputs(0);
    }

    private void all() throws Exception {
        configure(EVE, Map.of(ENABLED, true, "file", folder.resolve("eve.json").toString()));
        configure(SYSLOG, Map.of(ENABLED, true, "transport", "UDP", "host", "127.0.0.1", "port", servers.syslogPort()));
        configure(PCAP, Map.of(ENABLED, true, "folder", folder.resolve("pcap").toString()));
        more(alert -> received.incrementAndGet(), report -> received.incrementAndGet());
        // Log, EVE, syslog, events, capture files, listener, engine.
        awaitOutputs(7);
    }

    private void faulty() throws Exception {
        configure(EVE, Map.of(ENABLED, true, "file", "/dev/full"));
        configure(
                SYSLOG, Map.of(ENABLED, true, "transport", "TCP", "host", "127.0.0.1", "port", servers.nobodysPort()));
        configure(PCAP, Map.of(ENABLED, true, "folder", "/dev/null/pcap"));
        if (hasKafka()) {
            configure(KAFKA, Map.of(ENABLED, true, "bootstrap.servers", "127.0.0.1:" + servers.mutePort()));
        }
        CountDownLatch over = new CountDownLatch(1);
        on.add(over::countDown);
        more(alert -> awaitUninterruptibly(over), report -> {
            throw new IllegalStateException("bench outputs: an engine that throws");
        });
        awaitOutputs(hasKafka() ? 8 : 7);
    }

    private static void awaitUninterruptibly(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is on whether other outputs work or not. */
    private void more(AnomalyListener listener, DecisionEngine engine) throws Exception {
        configure(ALERT, Map.of("log", true, EXPLAIN, DEFAULT_EXPLAIN));
        configure(EVENTS, Map.of(ENABLED, true));
        configure("org.ldpi.blocklist", Map.of("drop", true));
        metrics().start();
        BundleContext context = controller.context();
        ServiceRegistration<?> listening = context.registerService(AnomalyListener.class, listener, null);
        on.add(0, listening::unregister);
        ServiceRegistration<?> deciding = context.registerService(DecisionEngine.class, engine, null);
        on.add(0, deciding::unregister);
        AtomicBoolean over = new AtomicBoolean();
        Thread reader = new Thread(() -> readMetrics(over), "ldpi-bench-metrics");
        reader.setDaemon(true);
        reader.start();
        on.add(() -> {
            over.set(true);
            reader.interrupt();
            reader.join();
        });
    }

    /** Ends what the phase began; a listener that hangs is let go before it is unregistered. */
    private void off() throws Exception {
        List<AutoCloseable> ending = List.copyOf(on);
        on.clear();
        for (int i = ending.size() - 1; i >= 0; i--) {
            ending.get(i).close();
        }
    }

    private boolean hasKafka() {
        return controller.alerts().outputs().stream()
                .anyMatch(output -> output.output().equals("kafka"));
    }

    private long lost() {
        return controller.alerts().outputs().stream()
                .mapToLong(OutputStatus::lost)
                .sum();
    }

    private long waiting() {
        return controller.alerts().explaining().waiting()
                + controller.alerts().outputs().stream()
                        .mapToLong(OutputStatus::waiting)
                        .sum();
    }

    private Bundle metrics() throws SoakFailure {
        for (Bundle bundle : controller.context().getBundles()) {
            if (METRICS_BUNDLE.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new SoakFailure("the bundle " + METRICS_BUNDLE + " is not installed");
    }

    private void configure(String pid, Map<String, Object> options) throws IOException {
        Configuration configuration = controller.configurations().getConfiguration(pid, "?");
        Dictionary<String, Object> before = configuration.getProperties();
        Map<String, Object> all = new HashMap<>(before == null ? Map.of() : FrameworkUtil.asMap(before));
        all.putAll(options);
        configuration.update(FrameworkUtil.asDictionary(all));
    }

    /** Configuration takes effect in a thread of its own. */
    private void awaitOutputs(long number) throws SoakFailure, InterruptedException {
        until(
                number + " outputs are on",
                () -> controller.alerts().outputs().stream()
                                .filter(output -> !output.condition().equals("off"))
                                .count()
                        == number);
    }

    private void until(String what, BooleanSupplier condition) throws SoakFailure, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new SoakFailure(
                        "never: " + what + "; outputs: " + controller.alerts().outputs());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void readMetrics(AtomicBoolean over) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(METRICS).build();
        while (!over.get()) {
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
                Thread.sleep(1_000);
            } catch (IOException | InterruptedException e) {
                return; // the endpoint went, or the measurement is over
            }
        }
    }
}
