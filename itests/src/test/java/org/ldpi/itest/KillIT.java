package org.ldpi.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.util.tracker.ServiceTracker;

/** The bundles in a plain Felix of their own process, killed while they change models, and started again. */
class KillIT {
    /** {@code -Dldpi.kills=100} for a long run. */
    private static final int KILLS = Integer.getInteger("ldpi.kills", 4);

    private static final int MOST_LINES = 60;
    private static final int MOST_NANOS = 20_000_000;
    private static final String NOW = "now ";
    private static final String NEXT = "next ";

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void afterAKillTheModelIsTheOneThatTheStatusNamedLastOrTheOneThatWasComing() throws Exception {
        List<String> bundles = bundles();
        List<String> models = models();
        bundles.addAll(models);
        Set<String> allowed = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        long changed = 0;
        for (int kill = 0; kill <= KILLS; kill++) {
            List<String> told = killed(kill, models.size(), bundles);
            String first = told.get(0);
            assertEquals(NOW, first.substring(0, NOW.length()), first);
            String active = first.substring(NOW.length());
            if (kill > 0 && !allowed.contains(active)) {
                wrong.add("kill " + kill + ": " + active + " is none of " + allowed);
            }
            changed += told.stream().filter(line -> line.startsWith(NEXT)).count();
            allowed = allowed(told);
        }
        System.out.println(KILLS + " kills amid " + changed + " changes, " + wrong.size() + " wrong");
        assertEquals(List.of(), wrong);
        assertNotEquals(0, changed);
    }

    /** What may be active after a process that said this: what was last, and what was asked for since. */
    private static Set<String> allowed(List<String> told) {
        Set<String> allowed = new TreeSet<>();
        for (String line : told) {
            if (line.startsWith(NOW)) {
                allowed.clear();
                allowed.add(line.substring(NOW.length()));
            } else if (line.startsWith(NEXT)) {
                allowed.add(line.substring(NEXT.length()));
            }
        }
        return allowed;
    }

    /** Starts the process, lets it change models for a while, kills it, and gives what it had said. */
    private List<String> killed(int seed, int models, List<String> bundles) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(
                        File.pathSeparator,
                        place(KilledFelix.class),
                        place(FrameworkFactory.class),
                        place(ServiceTracker.class)),
                KilledFelix.class.getName(),
                folder.resolve("storage").toString(),
                Integer.toString(seed),
                Integer.toString(models)));
        command.addAll(bundles);
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> told = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int last = random.nextInt(1, MOST_LINES);
            int pause = random.nextInt(MOST_NANOS);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(line);
                if (told.size() == last) {
                    LockSupport.parkNanos(pause);
                    // Not the process itself: that would close what it has said before it is read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
        }
        process.waitFor();
        assertNotEquals(List.of(), told, Files.readString(errors));
        return told;
    }

    private static String place(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    /** A plain Felix with the encoder that needs no PyTorch: it starts fast. */
    private static List<String> bundles() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("ldpi.felix")))) {
            return new ArrayList<>(jars.map(Path::toString)
                    .filter(jar -> !jar.contains("pytorch") && !jar.contains("encoder-resnet1d"))
                    .sorted()
                    .toList());
        }
    }

    private static List<String> models() throws IOException {
        Path made = Path.of("target", "kill-models").toAbsolutePath();
        Program.run("bench", "models", "--out", made.toString());
        try (Stream<Path> jars = Files.list(made)) {
            return jars.map(Path::toString)
                    .filter(jar -> jar.contains("resnet1d"))
                    .sorted()
                    .toList();
        }
    }
}
