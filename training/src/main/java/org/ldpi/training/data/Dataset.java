package org.ldpi.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of captures: {@code pcap/benign/**}, {@code pcap/malicious/**}, {@code pcap/mixed/**}, and the labels of flows
 * in {@code labels.tsv} where the folder does not say it all.
 *
 * @param files in the order of their names
 */
public record Dataset(Path root, List<CaptureFile> files, FlowLabels labels) {
    private static final List<String> CLASSES = List.of("benign", "malicious", "mixed");

    /**
     * Finds the captures of a folder and reads its labels.
     *
     * @throws DatasetException when there is no such folder, no capture in it, or its labels cannot be read
     */
    public static Dataset open(Path root) throws DatasetException {
        if (!Files.isDirectory(root)) {
            throw new DatasetException(root + ": there is no such folder");
        }
        Path pcap = root.resolve("pcap");
        List<CaptureFile> files = new ArrayList<>();
        for (String name : CLASSES) {
            Path folder = pcap.resolve(name);
            if (Files.isDirectory(folder)) {
                files.addAll(captures(root, pcap, folder));
            }
        }
        if (files.isEmpty()) {
            throw new DatasetException(pcap + ": no captures in benign, malicious or mixed");
        }
        files.sort(Comparator.comparing(CaptureFile::name));
        Path labels = root.resolve("labels.tsv");
        return new Dataset(
                root, List.copyOf(files), Files.exists(labels) ? FlowLabels.read(labels) : FlowLabels.none());
    }

    private static List<CaptureFile> captures(Path root, Path pcap, Path folder) throws DatasetException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .map(path -> new CaptureFile(
                            slashes(root.relativize(path)), slashes(pcap.relativize(path.getParent())), path))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
