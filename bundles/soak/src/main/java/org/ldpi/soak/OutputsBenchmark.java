package org.ldpi.soak;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.DecisionEngine;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.sensor.Sensor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code ldpi:bench-outputs FILE [--rounds N] [--replays N] [--json]}: replays a capture with every output and metrics on and with none,
 * in turn, and tells the medians of how many flows a second were judged. On are the log, the EVE file, syslog over UDP to a server of
 * its own, events, a listener, a decision engine, and metrics that somebody reads each second. Incidents and drift are tested both
 * times. For a controller that does nothing else: its configuration of alerts is another afterwards.
 */
@Component(
        service = Function.class,
        property = {"osgi.command.scope=ldpi", "osgi.command.function=bench-outputs"})
public final class OutputsBenchmark implements Function {
    private static final int DEFAULT_ROUNDS = 7;
    private static final int DEFAULT_REPLAYS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(20);
    /** Log, EVE, syslog, events, the listener and the engine. */
    private static final int ALL = 6;

    private static final String METRICS_BUNDLE = "org.ldpi.metrics";
    private static final URI METRICS = URI.create("http://127.0.0.1:9464/metrics");

    private final BundleContext context;
    private final Sensor sensor;
    private final Detector detector;
    private final AlertLog alerts;
    private final ConfigurationAdmin configurations;
    private final AtomicLong received = new AtomicLong();

    @Activate
    public OutputsBenchmark(
            BundleContext context,
            @Reference Sensor sensor,
            @Reference Detector detector,
            @Reference AlertLog alerts,
            @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.sensor = sensor;
        this.detector = detector;
        this.alerts = alerts;
        this.configurations = configurations;
    }

    @Override
    public Object execute(CommandSession session, List<Object> words) throws Exception {
        String file = null;
        int rounds = DEFAULT_ROUNDS;
        int replays = DEFAULT_REPLAYS;
        boolean json = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).toString();
            if (word.equals("--json")) {
                json = true;
            } else if (word.equals("--rounds") && i + 1 < words.size()) {
                rounds = positive(word, words.get(++i).toString());
            } else if (word.equals("--replays") && i + 1 < words.size()) {
                replays = positive(word, words.get(++i).toString());
            } else if (file == null && !word.startsWith("-")) {
                file = word;
            } else {
                throw new SoakFailure("ldpi:bench-outputs does not know '" + word
                        + "'; it takes FILE [--rounds N] [--replays N] [--json]");
            }
        }
        if (file == null) {
            throw new SoakFailure("ldpi:bench-outputs: which capture?");
        }
        SoakResult result = measure(file, rounds, replays);
        if (json) {
            session.getConsole().println(result.json());
        } else {
            result.print(session.getConsole());
        }
        return null;
    }

    private static int positive(String option, String text) throws SoakFailure {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= 1_000) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new SoakFailure(option + ": '" + text + "' is not a whole number", e);
        }
        throw new SoakFailure(option + ": " + text + " is not within 1 to 1000");
    }

    private SoakResult measure(String file, int rounds, int replays) throws Exception {
        Path eve = Files.createTempFile("ldpi-bench-", ".json");
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        try (DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            serve(syslog);
            // One round of each for the compilers.
            for (int round = 0; round <= rounds; round++) {
                double on = withOutputs(file, replays, eve, syslog.getLocalPort());
                double off = withoutOutputs(file, replays);
                if (round > 0) {
                    with.add(on);
                    without.add(off);
                }
            }
        } finally {
            Files.deleteIfExists(eve);
        }
        List<Double> slower = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            slower.add(100 * (1 - with.get(round) / without.get(round)));
        }
        return new SoakResult()
                .put("rounds", rounds)
                .put("flows_per_s_with_outputs", median(with))
                .put("flows_per_s_without", median(without))
                .put("slower_percent", 100 * (1 - median(with) / median(without)))
                .put("slower_percent_median_of_pairs", median(slower))
                .put("alerts_delivered", received.get())
                .put(
                        "alerts_lost",
                        alerts.outputs().stream().mapToLong(OutputStatus::lost).sum());
    }

    private double withOutputs(String file, int replays, Path eve, int syslogPort) throws Exception {
        configure("org.ldpi.alert", Map.of("log", true));
        configure("org.ldpi.alert.eve", Map.of("enabled", true, "file", eve.toString()));
        configure("org.ldpi.alert.syslog", Map.of("enabled", true, "port", syslogPort));
        configure("org.ldpi.alert.EventComponent", Map.of("enabled", true));
        metrics().start();
        ServiceRegistration<?> listener =
                context.registerService(AnomalyListener.class, alert -> received.incrementAndGet(), null);
        ServiceRegistration<?> engine =
                context.registerService(DecisionEngine.class, report -> received.incrementAndGet(), null);
        awaitOutputs(ALL);
        AtomicBoolean over = new AtomicBoolean();
        Thread reader = new Thread(() -> readMetrics(over), "ldpi-bench-metrics");
        reader.setDaemon(true);
        reader.start();
        try {
            return flowsPerSecond(file, replays);
        } finally {
            over.set(true);
            reader.interrupt();
            reader.join();
            listener.unregister();
            engine.unregister();
        }
    }

    private double withoutOutputs(String file, int replays) throws Exception {
        configure("org.ldpi.alert", Map.of("log", false));
        configure("org.ldpi.alert.eve", Map.of("enabled", false));
        configure("org.ldpi.alert.syslog", Map.of("enabled", false));
        configure("org.ldpi.alert.EventComponent", Map.of("enabled", false));
        metrics().stop();
        awaitOutputs(0);
        return flowsPerSecond(file, replays);
    }

    private double flowsPerSecond(String file, int replays) throws Exception {
        long scored = detector.status().scored();
        long began = System.nanoTime();
        for (int replay = 0; replay < replays; replay++) {
            sensor.replay(file, Sensor.UNLIMITED);
            if (!sensor.await(PATIENCE) || !detector.awaitDecided(PATIENCE)) {
                throw new SoakFailure(file + " is not replayed after " + PATIENCE.toMinutes() + " minutes");
            }
        }
        return (detector.status().scored() - scored) / ((System.nanoTime() - began) / 1e9);
    }

    private Bundle metrics() throws SoakFailure {
        for (Bundle bundle : context.getBundles()) {
            if (METRICS_BUNDLE.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new SoakFailure("the bundle " + METRICS_BUNDLE + " is not installed");
    }

    private void configure(String pid, Map<String, Object> options) throws IOException {
        Configuration configuration = configurations.getConfiguration(pid, "?");
        Dictionary<String, Object> before = configuration.getProperties();
        Map<String, Object> all = new HashMap<>(before == null ? Map.of() : FrameworkUtil.asMap(before));
        all.putAll(options);
        configuration.update(FrameworkUtil.asDictionary(all));
    }

    /** Configuration takes effect in a thread of its own. */
    private void awaitOutputs(long on) throws SoakFailure, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            long now = alerts.outputs().stream()
                    .filter(output -> !output.condition().equals("off"))
                    .count();
            if (now == on) {
                return;
            }
            Thread.sleep(LOOK.toMillis());
        }
        throw new SoakFailure("outputs do not come or go: " + alerts.outputs());
    }

    private void serve(DatagramSocket socket) {
        Thread server = new Thread(
                () -> {
                    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
                    while (!socket.isClosed()) {
                        try {
                            socket.receive(packet);
                            received.incrementAndGet();
                        } catch (IOException e) {
                            return; // closed: the measurement is over
                        }
                    }
                },
                "ldpi-bench-syslog");
        server.setDaemon(true);
        server.start();
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

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
