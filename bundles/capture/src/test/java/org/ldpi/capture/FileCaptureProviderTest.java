package org.ldpi.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;

class FileCaptureProviderTest {
    @TempDir
    Path folder;

    private String errorOf(Path path) {
        return assertThrows(
                        CaptureException.class,
                        () -> new FileCaptureProvider().open(CaptureRequest.of(path.toString())))
                .getMessage();
    }

    @Test
    void saysThatAFileIsMissing() {
        Path missing = folder.resolve("missing.pcap");

        assertEquals(missing + ": no such file", errorOf(missing));
    }

    @Test
    void saysThatAFileIsEmpty() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pcap"));

        assertEquals(empty + ": is empty, not a capture", errorOf(empty));
    }

    @Test
    void saysThatAFileIsNoCapture() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pcap"), "no capture");
        Path tiny = Files.writeString(folder.resolve("tiny.pcap"), "x");

        assertEquals(text + ": is no pcap or pcapng capture, begins with 6e 6f 20 63", errorOf(text));
        assertEquals(tiny + ": is no pcap or pcapng capture, too short", errorOf(tiny));
    }

    @Test
    void saysThatAFileMayNotBeRead() throws IOException {
        Path secret = Files.createFile(
                folder.resolve("secret.pcap"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        assumeFalse(Files.isReadable(secret), "skipped: this user may read everything");

        assertEquals(secret + ": may not be read by this user", errorOf(secret));
    }

    @Test
    void saysThatFilesTakeNoFilter() {
        CaptureException e = assertThrows(
                CaptureException.class,
                () -> new FileCaptureProvider().open(new CaptureRequest("a.pcap", "tcp port 80", 512, true)));

        assertEquals("a.pcap: capture files take no filter, this one does not apply: tcp port 80", e.getMessage());
    }

    @Test
    void saysThatANameCannotBeOne() {
        assertEquals(
                "a\0b: is not the name of a file",
                assertThrows(CaptureException.class, () -> new FileCaptureProvider().open(CaptureRequest.of("a\0b")))
                        .getMessage());
    }

    @Test
    void isFoundWithoutAContainer() {
        Set<String> kinds = ServiceLoader.load(CaptureProvider.class).stream()
                .map(provider -> provider.get().kind())
                .collect(Collectors.toSet());

        assertEquals(Set.of(CaptureProvider.FILE, CaptureProvider.LIVE), kinds);
    }
}
