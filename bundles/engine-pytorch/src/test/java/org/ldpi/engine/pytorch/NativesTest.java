package org.ldpi.engine.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.encoder.EncoderException;

class NativesTest {
    @TempDir
    Path directory;

    @Test
    void librariesAreUnpackedOnceAndAgainWhereOneIsDamaged() throws Exception {
        Path abandoned = Files.createDirectories(directory.resolve(".unpacking-999999999-1"));
        Files.writeString(abandoned.resolve("libtorch.so"), "half");

        Path whole = Natives.forThisMachine().unpackInto(directory);
        Path library = whole.resolve("libtorch.so");
        long size = Files.size(library);
        FileTime written = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(library, written);
        assertTrue(Files.isRegularFile(whole.resolve(PyTorch.jniLibrary())));
        assertFalse(Files.exists(abandoned), "what a killed process left is removed");

        assertEquals(whole, Natives.forThisMachine().unpackInto(directory));
        assertEquals(written, Files.getLastModifiedTime(library), "the second start reuses what is there");

        Files.writeString(library, "damaged");
        Natives.forThisMachine().unpackInto(directory);
        assertEquals(size, Files.size(library));
        try (var entries = Files.list(directory)) {
            assertEquals(1, entries.count(), "nothing half-done is left");
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        EncoderException thrown = assertThrows(
                EncoderException.class, () -> Natives.forThisMachine().unpackInto(file));
        assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
    }
}
