package org.ldpi.engine.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.ldpi.api.encoder.EncoderException;

/**
 * The shared libraries of one platform, as resources of a fragment of this bundle or of a jar on the class path.
 *
 * <p>They are unpacked into a directory of their version, which appears whole or not at all: it is filled under another
 * name and then renamed. A list of its files with their sizes lies in it; where a file is missing or has another size, it
 * is unpacked again.
 */
final class Natives {
    private static final String FILES = "files";
    private static final String LIBRARIES = "pytorch-native-cpu.jar";
    private static final String UNPACKING = ".unpacking-";

    private final String platform;
    private final String version;

    private Natives(String platform, String version) {
        this.platform = platform;
        this.version = version;
    }

    static Natives forThisMachine() throws EncoderException {
        String platform = platform();
        try (InputStream in = resource(platform, "version")) {
            if (in == null) {
                throw new EncoderException("no PyTorch libraries for " + platform
                        + ": install the bundle ldpi-engine-pytorch-natives-" + platform + " or set "
                        + PyTorch.LIBRARY_PATH);
            }
            return new Natives(platform, new String(in.readAllBytes(), StandardCharsets.UTF_8).trim());
        } catch (IOException e) {
            throw new EncoderException("cannot read the PyTorch libraries of " + platform + ": " + e.getMessage(), e);
        }
    }

    /** Unpacks the libraries, unless that has been done. */
    Path unpackInto(Path directory) throws EncoderException {
        Path whole =
                directory.resolve(version + "-" + platform).toAbsolutePath().normalize();
        try {
            if (complete(whole)) {
                return whole;
            }
            Files.createDirectories(directory);
            removeAbandoned(directory);
            Path partial = Files.createDirectories(directory.resolve(
                    UNPACKING + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime())));
            try {
                unpack(partial);
                if (!complete(whole)) {
                    delete(whole);
                    rename(partial, whole);
                }
            } finally {
                delete(partial);
            }
            return whole;
        } catch (IOException e) {
            throw new EncoderException("cannot unpack PyTorch's libraries into " + directory + ": " + reason(e), e);
        }
    }

    private void unpack(Path partial) throws IOException {
        List<String> files = new ArrayList<>();
        try (InputStream packed = resource(platform, LIBRARIES)) {
            if (packed == null) {
                throw new NoSuchFileException(LIBRARIES);
            }
            ZipInputStream jar = new ZipInputStream(packed);
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                String name = entry.getName();
                if (name.startsWith("pytorch/cpu/" + platform + "/") && !entry.isDirectory()) {
                    files.add(copy(jar, partial.resolve(name.substring(name.lastIndexOf('/') + 1))));
                }
            }
        }
        try (InputStream jni = Natives.class.getResourceAsStream("/jnilib/" + platform + "/cpu/libdjl_torch.so")) {
            if (jni == null) {
                throw new NoSuchFileException("libdjl_torch.so");
            }
            files.add(copy(jni, partial.resolve(PyTorch.jniLibrary())));
        }
        Files.write(partial.resolve(FILES), files);
    }

    private static String copy(InputStream in, Path file) throws IOException {
        return Files.copy(in, file) + " " + file.getFileName();
    }

    private static boolean complete(Path directory) throws IOException {
        Path list = directory.resolve(FILES);
        if (!Files.isRegularFile(list)) {
            return false;
        }
        for (String line : Files.readAllLines(list)) {
            int space = line.indexOf(' ');
            Path file = directory.resolve(line.substring(space + 1));
            if (!Files.isRegularFile(file) || !Long.toString(Files.size(file)).equals(line.substring(0, space))) {
                return false;
            }
        }
        return true;
    }

    /** Renames, unless another process was faster. */
    private static void rename(Path partial, Path whole) throws IOException {
        try {
            Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!complete(whole)) {
                throw e;
            }
        }
    }

    /** Deletes what processes left that were killed while they unpacked. */
    private static void removeAbandoned(Path directory) throws IOException {
        List<Path> entries;
        try (Stream<Path> list = Files.list(directory)) {
            entries = list.filter(p -> p.getFileName().toString().startsWith(UNPACKING))
                    .toList();
        }
        for (Path entry : entries) {
            String pid =
                    entry.getFileName().toString().substring(UNPACKING.length()).split("-", 2)[0];
            Optional<ProcessHandle> owner =
                    pid.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
            if (owner.isEmpty()) {
                delete(entry);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static InputStream resource(String platform, String name) {
        return Natives.class.getResourceAsStream("/natives/" + platform + "/" + name);
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).split(" ", 2)[0];
        String processor = System.getProperty("os.arch");
        return system + "-" + ("amd64".equals(processor) ? "x86_64" : processor);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
