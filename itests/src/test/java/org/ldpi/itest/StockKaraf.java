package org.ldpi.itest;

import static org.ops4j.pax.exam.CoreOptions.environment;
import static org.ops4j.pax.exam.CoreOptions.maven;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.OptionUtils;

/** A Karaf as its project ships it, into which LDPI's feature is installed from the unpacked KAR. */
final class StockKaraf {
    private static final Path REPOSITORY = Path.of("target", "exam-repository").toAbsolutePath();

    private StockKaraf() {}

    /** The project's root. */
    static Path root() {
        return Path.of(System.getProperty("ldpi.root"));
    }

    static Option[] withFeature(String feature, Option... more) throws IOException, InterruptedException {
        forgetOurs();
        Option[] base = options(
                karafDistributionConfiguration()
                        .frameworkUrl(maven("org.apache.karaf", "apache-karaf")
                                .type("tar.gz")
                                .version(System.getProperty("karaf.version")))
                        .unpackDirectory(new File("target/exam"))
                        .useDeployFolder(false),
                keepRuntimeFolder(),
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                // A local repository of its own: in the user's there may be older builds of the same snapshot.
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.localRepository",
                        REPOSITORY.toString()),
                editConfigurationFileExtend(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.repositories",
                        "file:" + unpackedKar().resolve("repository") + "@id=kar@snapshots"),
                environment("MALLOC_ARENA_MAX=1"),
                environment("MALLOC_MMAP_MAX_=0"),
                systemProperty("ldpi.root").value(root().toString()),
                feature(feature));
        return OptionUtils.combine(base, more);
    }

    /** A snapshot that was resolved once is not looked for again, so what an earlier run resolved is of an earlier build. */
    private static void forgetOurs() throws IOException {
        Path ours = REPOSITORY.resolve("org/ldpi");
        if (!Files.exists(ours)) {
            return;
        }
        try (Stream<Path> files = Files.walk(ours)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Another feature of ours beside the one. */
    static Option feature(String name) {
        return features(
                maven("org.ldpi", "ldpi-features")
                        .classifier("features")
                        .type("xml")
                        .version(System.getProperty("ldpi.version")),
                name);
    }

    /** The KAR, unpacked: a Maven repository with all that the features name. */
    private static Path unpackedKar() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", "kar").toAbsolutePath());
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
                        "xf",
                        System.getProperty("ldpi.kar"))
                .directory(directory.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("jar could not unpack " + System.getProperty("ldpi.kar"));
        }
        return directory;
    }
}
