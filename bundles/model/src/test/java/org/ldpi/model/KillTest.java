package org.ldpi.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.model.check.SignedModel;

/** A repository in a process of its own that activates, shadows, promotes and rolls back until it is killed. */
class KillTest {
    /** {@code -Dldpi.kills=100} for a long run; each needs a virtual machine of its own. */
    private static final int KILLS = Integer.getInteger("ldpi.kills", 12);

    private static final int MODELS = 4;
    private static final int MOST_LINES = 300;
    private static final int MOST_NANOS = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void afterAKillTheModelIsTheOneThatWasToldLastOrTheOneThatWasBeingActivated() {
        // Two at a time, since most of a process's life is the start of its virtual machine.
        List<String> found = IntStream.range(0, KILLS)
                .parallel()
                .mapToObj(this::killed)
                .filter(problem -> !problem.isEmpty())
                .toList();
        assertEquals(List.of(), found);
    }

    @Test
    void aFileThatWasHalfWrittenWhenTheProcessWasKilledIsNotReadAndIsReplaced() throws Exception {
        Path own = Files.createDirectory(folder.resolve("half"));
        Repository before = new Repository(own, line -> {});
        before.models.activate("lab:3");
        Files.writeString(own.resolve("active.new"), "model=lab:2\nshad");
        Repository again = new Repository(own, line -> {});
        assertEquals("lab:3", again.models.list().get(0).id());
        again.models.activate("lab:1");
        assertEquals(
                "lab:1", new Repository(own, line -> {}).models.list().get(0).id());
    }

    private String killed(int seed) {
        try {
            Path own = Files.createDirectory(folder.resolve(Integer.toString(seed)));
            List<String> told = told(own, seed);
            return problem(own, told);
        } catch (IOException | InterruptedException e) {
            return "kill " + seed + ": " + e;
        }
    }

    /** Runs a repository, kills it and gives all that it said before. */
    private static List<String> told(Path own, int seed) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KillTest.class.getName(),
                        own.toString(),
                        Integer.toString(seed))
                .redirectError(own.resolve("errors").toFile())
                .start();
        List<String> told = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int kill = random.nextInt(1, MOST_LINES);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(line);
                if (told.size() == kill) {
                    LockSupport.parkNanos(random.nextInt(MOST_NANOS));
                    // Not the process itself: that would close what it has said before it is read.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        assertTrue(told.size() > 0, Files.readString(own.resolve("errors")));
        if (!told.get(told.size() - 1).endsWith(".")) {
            // Cut by the kill: nobody was told that.
            told.remove(told.size() - 1);
        }
        return told;
    }

    /** What is wrong with the state that the killed repository left; empty when nothing is. */
    private static String problem(Path own, List<String> told) {
        String active = "";
        String coming = "";
        for (String line : told) {
            String[] words = line.split(" ", 3);
            if (words[2].startsWith(Seats.ACTIVATING)) {
                coming = words[0];
            } else if (words[1].equals(ModelState.ACTIVE.name())) {
                active = words[0];
                coming = "";
            }
        }
        Repository again = new Repository(own, line -> {});
        String now = again.models.list().get(0).id();
        boolean serves = again.models.list().get(0).state() == ModelState.ACTIVE;
        boolean expected = now.equals(active) || now.equals(coming) || (active.isEmpty() && coming.isEmpty());
        return serves && expected
                ? ""
                : own + ": told " + active + ", coming '" + coming + "', after the kill " + again.models.list();
    }

    /** What is killed. */
    public static void main(String[] arguments) throws ModelException {
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Models models = new Repository(Path.of(arguments[0]), out::println).models;
        while (true) {
            String id = "lab:" + random.nextInt(1, MODELS + 1);
            try {
                switch (random.nextInt(4)) {
                    case 0 -> models.shadow(id);
                    case 1 -> models.promote();
                    case 2 -> models.rollback();
                    default -> models.activate(id);
                }
            } catch (ModelException e) {
                // The shadow is the active one, there is none to promote, or no history: another command comes.
            }
        }
    }

    /** Four models, and a host that tells every change. */
    private static final class Repository implements ModelHost {
        private final Models models;
        private final Consumer<String> told;

        Repository(Path folder, Consumer<String> told) {
            this.told = told;
            models = new Models(this, new StateFile(folder.resolve("active")), ModelOptions.DEFAULT, Clock.systemUTC());
            models.profileAdded(Quantizer.CLASSIC);
            models.added(new FirstByte("first-byte"));
            for (int i = 1; i <= MODELS; i++) {
                String id = "lab:" + i;
                models.found(
                        i,
                        id,
                        "",
                        () -> new SignedModel(
                                FirstByte.model(id, "first-byte", SampleShape.DEFAULT, "digest-of-" + id), ""));
            }
        }

        @Override
        public Runnable serve(ServingModel model, String role) {
            return () -> {};
        }

        @Override
        public void changed(ModelEntry entry) {
            told.accept(entry.id() + " " + entry.state() + " " + entry.detail() + ".");
        }

        @Override
        public void close(Runnable encoder) {
            encoder.run();
        }

        @Override
        public boolean moreToCome() {
            return false;
        }
    }
}
