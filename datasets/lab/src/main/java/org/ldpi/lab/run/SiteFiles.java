package org.ldpi.lab.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Random;
import java.util.Set;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.LabFolder;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Seeds;
import org.ldpi.lab.plan.Site;

/** Writes what the servers serve and the guessers guess, with contents drawn from the day's seed. */
final class SiteFiles {
    private static final int GUESSES = 4000;

    private SiteFiles() {}

    static void write(Plan plan) throws LabException {
        Path root = LabFolder.ROOT;
        Random random = new Seeds(plan.seed()).random("contents");
        try {
            for (Site.Page page : plan.site().pages()) {
                for (Site.Item item : page.objects()) {
                    content(random, root.resolve("www").resolve(page.folder()).resolve(item.path()), item.bytes());
                }
            }
            content(random, root.resolve("www/private/index.html"), 900);
            content(random, root.resolve("www/private/report.dat"), 5000);
            for (Site.Item file : plan.site().files()) {
                content(random, root.resolve("share/files").resolve(file.path()), file.bytes());
            }
            Files.createDirectories(root.resolve("share/upload"));
            Files.createDirectories(root.resolve("keys"));
            Files.createDirectories(root.resolve("empty"));
            Files.createDirectories(root.resolve("home"));
            // Writable by the FTP server's user: both are uploads' targets and nothing else.
            Files.setPosixFilePermissions(root.resolve("share/upload"), Set.of(PosixFilePermission.values()));
            StringBuilder words = new StringBuilder();
            for (int i = 0; i < GUESSES; i++) {
                words.append(word(random)).append('\n');
            }
            Files.writeString(root.resolve("words.txt"), words);
        } catch (IOException e) {
            throw new LabException(root + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void content(Random random, Path file, int bytes) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] content = new byte[bytes];
        if (file.toString().matches(".*\\.(png|jpg|dat)")) {
            random.nextBytes(content);
        } else {
            StringBuilder text = new StringBuilder(bytes + 16).append("<!-- ");
            while (text.length() < bytes) {
                text.append(word(random)).append(random.nextInt(8) == 0 ? "\n" : " ");
            }
            content = text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
        }
        Files.write(file, content);
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        int length = 4 + random.nextInt(7);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.append(random.nextInt(100)).toString();
    }
}
