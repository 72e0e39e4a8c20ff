package org.ldpi.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.DecisionEngine;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.sensor.Sensor;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Every output of alerts is out of order at once while a day is judged, and every flow of it is an alert: all flows are judged,
 * what waits is bounded, what is lost is counted, and outputs whose way is free again go on by themselves.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class OutputFaultsIT extends InController {
    private static final int BUFFER = 64;
    private static final String OFF = "off";

    @Inject
    private AlertLog alerts;

    @Configuration
    public Option[] container() throws Exception {
        Path model;
        try (Stream<Path> files = Files.list(StockKaraf.root().resolve("datasets/sample/model"))) {
            model = files.filter(f -> f.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
        return StockKaraf.withFeature(
                "ldpi",
                StockKaraf.feature("ldpi-alert-kafka"),
                systemProperty("ldpi.it.model").value(model.toString()));
    }

    @Test
    public void everyFlowIsJudgedWhileNoOutputWorksAndWhatIsFreeAgainGoesOnByItself() throws Exception {
        context.installBundle("file:" + System.getProperty("ldpi.it.model")).start();
        until("the model serves", () -> models.list().stream().anyMatch(m -> m.state() == ModelState.ACTIVE));
        configure("org.ldpi.alert", Map.of("log", false, "buffer", BUFFER, "group", false));
        configure("org.ldpi.alert.eve", Map.of("enabled", false));
        until("the other outputs are off", () -> on().isEmpty() || on().equals(List.of("event")));
        long flows = replay();
        // Outputs get an alert once it is explained: those of this replay are not to reach what is switched on now.
        until("nothing waits to be explained", () -> alerts.explaining().waiting() == 0);

        Path folder = Files.createTempDirectory("ldpi-faults-");
        Path eve = folder.resolve("eve.json");
        Files.createSymbolicLink(eve, Path.of("/dev/full"));
        Path captures = folder.resolve("captures");
        Files.writeString(captures, "a file where a folder should be");
        CountDownLatch hangs = new CountDownLatch(1);
        int syslogPort = freePort();
        try (ServerSocket mute = new ServerSocket(0, BUFFER, InetAddress.getLoopbackAddress())) {
            configure("org.ldpi.alert.eve", Map.of("enabled", true, "file", eve.toString()));
            configure("org.ldpi.alert.pcap", Map.of("enabled", true, "folder", captures.toString()));
            configure("org.ldpi.alert.syslog", Map.of("enabled", true, "transport", "TCP", "port", syslogPort));
            configure(
                    "org.ldpi.alert.kafka",
                    Map.of("enabled", true, "bootstrap.servers", "127.0.0.1:" + mute.getLocalPort()));
            ServiceRegistration<?> listener = context.registerService(
                    AnomalyListener.class,
                    alert -> await(hangs),
                    FrameworkUtil.asDictionary(Map.of(AnomalyListener.OUTPUT, "hangs")));
            ServiceRegistration<?> engine = context.registerService(
                    DecisionEngine.class,
                    report -> {
                        throw new IllegalStateException("no decision");
                    },
                    FrameworkUtil.asDictionary(Map.of(AnomalyListener.OUTPUT, "throws")));
            // Every score is over it.
            configure("org.ldpi.detector", Map.of("threshold.value", 1e-30));
            until(
                    "all outputs are on",
                    () -> on().containsAll(List.of("eve", "hangs", "kafka", "pcap", "syslog", "throws"))
                            && detector.status().threshold() != null
                            && detector.status().threshold().value() == 1e-30);

            long raisedBefore = alerts.raised();
            assertEquals("flows judged while no output works", flows, replay());
            long raised = alerts.raised() - raisedBefore;
            assertTrue(raised + " alerts of " + flows + " flows", raised >= flows);
            until("nothing waits to be explained", () -> alerts.explaining().waiting() == 0);
            for (String name : List.of("eve", "pcap", "syslog", "kafka", "hangs")) {
                OutputStatus status = output(name);
                assertEquals(status + ": none was delivered", 0, status.sent());
                assertEquals(status + ": one that is tried, and a full buffer", BUFFER + 1, status.waiting());
                assertEquals(status + ": what is lost is counted", raised, status.lost() + status.waiting());
            }
            until("what a listener throws at is lost", () -> output("throws").lost() == raised);

            // A server, room on the disk, a folder, and a listener that goes on.
            Files.delete(eve);
            Files.delete(captures);
            hangs.countDown();
            try (SyslogServer server = new SyslogServer(syslogPort)) {
                for (String name : List.of("eve", "pcap", "syslog", "hangs")) {
                    until(
                            "what waited for " + name + " was sent",
                            () -> output(name).waiting() == 0);
                    OutputStatus status = output(name);
                    assertEquals(status + ": all that waited was sent", BUFFER + 1, status.sent());
                    assertEquals(status.toString(), "ok", status.condition());
                }
                until("the server has all", () -> server.received().split("event_type", -1).length == BUFFER + 2);
            }
            assertEquals(BUFFER + 1, Files.readAllLines(eve).size());
            try (Stream<Path> files = Files.list(captures)) {
                assertTrue("capture files of alerts", files.findAny().isPresent());
            }
            assertEquals(
                    "the broker says nothing still", BUFFER + 1, output("kafka").waiting());
            listener.unregister();
            engine.unregister();
        }
    }

    private long replay() throws Exception {
        long before = detector.status().scored();
        sensor.replay(testDays().toString(), Sensor.UNLIMITED);
        finish();
        long judged = detector.status().scored() - before;
        assertTrue("flows are judged", judged > 0);
        assertEquals("every head has a verdict", sensor.status().flows().heads(), judged);
        assertEquals(0, detector.status().refused());
        return judged;
    }

    private List<String> on() {
        return alerts.outputs().stream()
                .filter(output -> !output.condition().equals(OFF))
                .map(OutputStatus::output)
                .sorted()
                .toList();
    }

    private OutputStatus output(String name) {
        return alerts.outputs().stream()
                .filter(output -> output.output().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Takes what comes over TCP. */
    private static final class SyslogServer implements AutoCloseable {
        private final ServerSocket server;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final List<Socket> connected = new ArrayList<>();

        SyslogServer(int port) throws IOException {
            server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(this::serve, "syslog-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            try {
                Socket socket = server.accept();
                synchronized (connected) {
                    connected.add(socket);
                }
                InputStream in = socket.getInputStream();
                byte[] bytes = new byte[8_192];
                int read;
                while ((read = in.read(bytes)) >= 0) {
                    synchronized (received) {
                        received.write(bytes, 0, read);
                    }
                }
            } catch (IOException e) {
                // closed: the test is over
            }
        }

        String received() {
            synchronized (received) {
                return received.toString(StandardCharsets.UTF_8);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            synchronized (connected) {
                for (Socket socket : connected) {
                    socket.close();
                }
            }
        }
    }
}
