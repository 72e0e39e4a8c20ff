package org.ldpi.lab.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.LabFolder;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Seeds;
import org.ldpi.lab.plan.Site;
import org.ldpi.lab.scenario.Scenario;

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
            content(random, root.resolve("www/pool/InRelease"), 30_000);
            for (int p = 0; p < Site.PACKAGES; p++) {
                content(random, root.resolve("www/pool/package" + p + ".deb"), 20_000 + random.nextInt(180_000));
            }
            mails(random, root.resolve("mail/staff"));
            for (Scenario.Server server : plan.scenario().servers()) {
                content(random, root.resolve("share/torrents/" + server.name() + ".dat"), 300_000);
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
            try (InputStream bot = SiteFiles.class.getResourceAsStream("/org/ldpi/lab/programs/bot.py")) {
                Files.copy(bot, root.resolve("bot.py"));
            }
        } catch (IOException e) {
            throw new LabException(root + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** A mailbox as dovecot reads it; it belongs to the user of that name. */
    private static void mails(Random random, Path box) throws IOException, LabException {
        for (String folder : List.of("cur", "new", "tmp")) {
            Files.createDirectories(box.resolve(folder));
        }
        for (int m = 1; m <= Site.MAILS; m++) {
            StringBuilder mail = new StringBuilder("From: " + word(random) + "@lab.test\nTo: staff@lab.test\nSubject: "
                    + word(random) + " " + word(random) + "\nMessage-ID: <" + m + "@lab.test>\n\n");
            for (int w = random.nextInt(800); w > 0; w--) {
                mail.append(word(random)).append(w % 9 == 0 ? '\n' : ' ');
            }
            Files.writeString(box.resolve("cur").resolve(m + ".lab:2,"), mail.append('\n'));
        }
        Programs.tryRun("", "chown", "-R", "mail:mail", box.toString());
    }

    private static void content(Random random, Path file, int bytes) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] content = new byte[bytes];
        if (file.toString().matches(".*\\.(png|jpg|dat|deb)")) {
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
