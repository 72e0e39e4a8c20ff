package org.ldpi.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.alert.OutputStatus;

/** The EVE file on a file system of 64 KiB that is full, and then no more. */
class FullDiskTest {
    private static final int ROOM = 10;

    @TempDir
    Path folder;

    private final Alerts alerts = new Alerts(new AlertOptions(true, 0, ROOM, true, 0, List.of(), 5));

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/bin/mount"))
                        && run("/bin/mount", "-t", "tmpfs", "-o", "size=64k", "ldpi-test", folder.toString()),
                "a small tmpfs cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        alerts.close();
        assertTrue(run("/bin/umount", folder.toString()));
    }

    private OutputStatus eve() {
        return alerts.outputs().get(0);
    }

    @Test
    void alertsWaitWhileTheDiskIsFullAndAreWrittenWholeWhenThereIsRoom() throws Exception {
        Path path = folder.resolve("eve.json");
        Path filler = folder.resolve("filler");
        EveFile file = new EveFile(path, Rotation.NEVER);
        alerts.add("eve", "eve", true, file::send);
        fill(filler);

        // An unfinished page may take some lines yet.
        int raised = 0;
        while (!eve().condition().contains("No space left on device")) {
            alerts.onVerdict(Fixtures.anomaly(++raised));
            while (eve().waiting() > 0 && eve().condition().equals("ok")) {
                Thread.onSpinWait();
            }
        }
        long written = eve().sent();
        for (int i = 0; i < 3 * ROOM; i++) {
            alerts.onVerdict(Fixtures.anomaly(++raised));
        }
        assertEquals(ROOM + 1, eve().waiting(), "the one that failed, and a full buffer");
        assertEquals(raised - written - ROOM - 1, eve().lost());

        Files.delete(filler);
        while (eve().waiting() > 0) {
            Thread.onSpinWait();
        }
        assertEquals("ok", eve().condition());
        assertEquals(raised, eve().sent() + eve().lost());
        file.close();
        assertEquals(
                LongStream.rangeClosed(1, eve().sent()).boxed().toList(),
                ids(path),
                "what was sent is there, once, in order, and every line is whole");
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[1024];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertEquals("No space left on device", e.getMessage());
        }
    }

    private static List<Long> ids(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> JsonParser.parseString(line)
                            .getAsJsonObject()
                            .getAsJsonObject("ldpi")
                            .get("alert")
                            .getAsLong())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
