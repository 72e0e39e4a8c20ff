package org.ldpi.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EveFileTest {
    @TempDir
    Path folder;

    private static List<Long> ids(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> JsonParser.parseString(line)
                        .getAsJsonObject()
                        .getAsJsonObject("ldpi")
                        .get("alert")
                        .getAsLong())
                .toList();
    }

    @Test
    void alertsAreAppendedToWhatIsThere() throws Exception {
        Path path = folder.resolve("new/eve.json");
        try (EveFile file = new EveFile(path, Rotation.NEVER)) {
            file.send(Fixtures.alert(1));
            file.send(Fixtures.alert(2));
        }
        try (EveFile file = new EveFile(path, Rotation.NEVER)) {
            file.send(Fixtures.alert(3));
        }
        assertEquals(List.of(1L, 2L, 3L), ids(path));
    }

    @Test
    void afterARotationAlertsGoToANewFile() throws Exception {
        Path path = folder.resolve("eve.json");
        Path rotated = folder.resolve("eve.json.1");
        try (EveFile file = new EveFile(path, Rotation.NEVER)) {
            file.send(Fixtures.alert(1));
            Files.move(path, rotated);
            file.send(Fixtures.alert(2));
            Files.delete(path);
            file.send(Fixtures.alert(3));
        }
        assertEquals(List.of(1L), ids(rotated));
        assertEquals(List.of(3L), ids(path));
    }

    @Test
    void aFileThatWasTruncatedInPlaceGoesOnAtItsBeginning() throws Exception {
        Path path = folder.resolve("eve.json");
        try (EveFile file = new EveFile(path, Rotation.NEVER)) {
            file.send(Fixtures.alert(1));
            Files.write(path, new byte[0]);
            file.send(Fixtures.alert(2));
        }
        assertEquals(List.of(2L), ids(path));
    }

    @Test
    void aLineThatACrashLeftBrokenDoesNotBreakTheNextOne() throws Exception {
        Path path = folder.resolve("eve.json");
        Files.writeString(path, "{\"timestamp\":\"2026");
        try (EveFile file = new EveFile(path, Rotation.NEVER)) {
            file.send(Fixtures.alert(1));
        }
        List<String> lines = Files.readAllLines(path);
        assertEquals(2, lines.size());
        assertTrue(JsonParser.parseString(lines.get(1)).isJsonObject());
    }

    @Test
    void aFileThatHasGrownToItsBoundIsPutAsideAndTheOldestIsDeleted() throws Exception {
        Path path = folder.resolve("eve.json");
        int line = EveJson.line(Fixtures.alert(1)).length() + 1;
        try (EveFile file = new EveFile(path, new Rotation(2L * line + 1, 2))) {
            for (int id = 1; id <= 9; id++) {
                file.send(Fixtures.alert(id));
            }
        }
        assertEquals(List.of(9L), ids(path));
        assertEquals(List.of(7L, 8L), ids(folder.resolve("eve.json.1")));
        assertEquals(List.of(5L, 6L), ids(folder.resolve("eve.json.2")));
        assertEquals(3, folder.toFile().list().length);
    }

    @Test
    void aLineLongerThanTheBoundStillGetsAFileOfItsOwn() throws Exception {
        Path path = folder.resolve("eve.json");
        try (EveFile file = new EveFile(path, new Rotation(1, 1))) {
            file.send(Fixtures.alert(1));
            file.send(Fixtures.alert(2));
        }
        assertEquals(List.of(2L), ids(path));
        assertEquals(List.of(1L), ids(folder.resolve("eve.json.1")));
    }

    @Test
    void anOptionOfTheRotationOutOfRangeIsNamed() {
        assertEquals(
                "rotate.keep 0 is not within 1 to 1000",
                assertThrows(IllegalArgumentException.class, () -> Rotation.of(1, 0))
                        .getMessage());
    }

    @Test
    void aFullDiskIsSaidWithTheFilesName() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "no /dev/full on this system");
        try (EveFile file = new EveFile(full, Rotation.NEVER)) {
            String message = assertThrows(IOException.class, () -> file.send(Fixtures.alert(1)))
                    .getMessage();
            assertTrue(message.startsWith("cannot write /dev/full: "), message);
        }
    }

    @Test
    void writingGoesOnWhenTheFolderIsBack() throws Exception {
        Path blocked = folder.resolve("log");
        Files.writeString(blocked, "a file where a folder should be");
        Path path = blocked.resolve("eve.json");
        try (EveFile file = new EveFile(path, Rotation.NEVER)) {
            assertThrows(IOException.class, () -> file.send(Fixtures.alert(1)));
            Files.delete(blocked);
            file.send(Fixtures.alert(2));
        }
        assertEquals(List.of(2L), ids(path));
    }
}
