package org.ldpi.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** The bundles in a plain Felix, with Gogo's runtime and no Karaf. */
class PlainFelixIT {
    @TempDir
    private static Path storage;

    private static Framework felix;

    @BeforeAll
    static void startFelix() throws Exception {
        felix = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
        felix.start();
        List<Bundle> installed = new ArrayList<>();
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("ldpi.felix")))) {
            for (Path jar : jars.sorted().toList()) {
                installed.add(felix.getBundleContext().installBundle(jar.toUri().toString()));
            }
        }
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    @AfterAll
    static void stopFelix() throws Exception {
        felix.stop();
        felix.waitForStop(TimeUnit.MINUTES.toMillis(1));
    }

    @Test
    void everyCommandAnswersInGogo() throws Exception {
        assertTrue(run("ldpi:help").contains("ldpi:replay FILE"));
        assertTrue(run("ldpi:status").startsWith("sensor"));
        assertTrue(run("ldpi:threshold-list").contains("near_max"));
        assertEquals("no flow was scored yet", run("ldpi:flows -n 3").strip());
        assertEquals("no alert was raised", run("ldpi:alerts").strip());
        assertEquals("no incident was found", run("ldpi:incidents").strip());
        assertTrue(run("ldpi:block-list").startsWith("no address is blocked"));
        assertTrue(run("ldpi:block-add 10.9.9.9 --for 30m").startsWith("10.9.9.9 is blocked until "));
        assertEquals(
                "1 address is no longer blocked", run("ldpi:block-remove all").strip());
        assertTrue(run("ldpi:top -s 1 -n 1").contains("packets/s"));
        assertFailure("ldpi:explain 1", "alert 1 is not among the last ones");
        assertFailure("ldpi:pcap 1", "alert 1 is not among the last ones");
        assertTrue(run("ldpi:model-list").startsWith("no model is installed"));
        assertEquals("stopped", run("ldpi:capture-stop").strip());
        run("ldpi:threshold-set max");
    }

    private static void assertFailure(String command, String said) {
        InvocationTargetException failure = assertThrows(InvocationTargetException.class, () -> run(command));
        String message = failure.getCause().getMessage();
        assertTrue(message.startsWith(said), message);
    }

    private static String run(String command) throws Exception {
        awaitService("(&(osgi.command.scope=ldpi)(osgi.command.function=help))");
        Object processor =
                awaitService("(" + Constants.OBJECTCLASS + "=org.apache.felix.service.command.CommandProcessor)");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            // Gogo's types are those of its bundle, not of this class path.
            Object session = processor
                    .getClass()
                    .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class)
                    .invoke(processor, new ByteArrayInputStream(new byte[0]), out, out);
            session.getClass().getMethod("execute", CharSequence.class).invoke(session, command);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Object awaitService(String filter) throws Exception {
        BundleContext context = felix.getBundleContext();
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, context.createFilter(filter), null);
        // All services: this class path has Gogo's types too, and they are not those of its bundle.
        tracker.open(true);
        try {
            Object service = tracker.waitForService(TimeUnit.MINUTES.toMillis(1));
            assertTrue(service != null, "a service " + filter);
            return service;
        } finally {
            tracker.close();
        }
    }
}
