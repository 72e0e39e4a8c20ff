package org.ldpi.training.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.model.Model;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.training.CommandLine;
import org.ldpi.training.TestCapture;

class EvaluateCommandTest {
    private static final long START = 1_700_000_000_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void aTrainedModelIsJudgedByFamilyAgainstSimpleThingsAndOnOnePage() throws Exception {
        Path train = folder.resolve("train");
        for (int i = 0; i < 6; i++) {
            normal(i).write(train.resolve("pcap/benign/day/" + i + ".pcap"));
        }
        Path test = folder.resolve("test");
        normal(10).write(test.resolve("pcap/benign/day/0.pcap"));
        normal(11).write(test.resolve("pcap/benign/day/1.pcap"));
        scan(1).write(test.resolve("pcap/malicious/information_gathering/fin_scan/0.pcap"));
        Path model = folder.resolve("model");
        CommandLine.succeed(
                "train",
                "--dataset=" + train,
                "--out=" + model,
                "--pretrain-steps=0",
                "--steps=60",
                "--batch=32",
                "--encoder-option=channels=16");
        Path out = folder.resolve("report");
        CommandLine.succeed(
                "evaluate",
                "--model=" + model.resolve("ldpi-1.jar"),
                "--dataset=" + test,
                "--train=" + train,
                "--original-seconds=0.1",
                "--out=" + out);

        JsonObject report = JsonParser.parseString(Files.readString(out.resolve("report.json")))
                .getAsJsonObject();
        assertEquals(40, report.getAsJsonObject("about").get("maliciousFlows").getAsInt());
        boolean family = false;
        for (JsonElement row : report.getAsJsonArray("rows")) {
            family |=
                    row.getAsJsonObject().get("name").getAsString().equals("malicious/information_gathering/fin_scan");
        }
        assertTrue(family);
        assertEquals(7, report.getAsJsonArray("compared").size());
        assertEquals(
                1 + FieldGroup.values().length,
                report.getAsJsonArray("shortcuts").size());
        assertTrue(report.getAsJsonObject("duplicates").get("counted").getAsBoolean());

        String page = Files.readString(out.resolve("report.html"));
        assertTrue(page.contains("fin_scan"));
        assertEquals(3, page.split("<svg", -1).length - 1);
        assertFalse(page.contains("src=") || page.contains("href="), "the page needs something from elsewhere");
        assertFalse(page.contains("NaN"));
    }

    @Test
    void boostedTreesOfLabelledAttacksAreAModelThatIsJudgedAsAnyOther() throws Exception {
        Path train = folder.resolve("train");
        normal(1).write(train.resolve("pcap/benign/monday/1.pcap"));
        normal(2).write(train.resolve("pcap/benign/tuesday/2.pcap"));
        scan(1).write(train.resolve("pcap/malicious/information_gathering/fin_scan/1.pcap"));
        Path test = folder.resolve("test");
        normal(3).write(test.resolve("pcap/benign/day/3.pcap"));
        scan(2).write(test.resolve("pcap/malicious/information_gathering/fin_scan/2.pcap"));
        Path model = folder.resolve("trees.jar");
        CommandLine.succeed("boost", "--dataset=" + train, "--calibration=benign/tuesday", "--out=" + model);
        Path again = folder.resolve("again.jar");
        CommandLine.succeed("boost", "--dataset=" + train, "--calibration=benign/tuesday", "--out=" + again);
        assertEquals(-1, Files.mismatch(model, again));
        assertEquals("boosted-trees", ModelJarReader.read(model).encoder().architecture());

        Path out = folder.resolve("report");
        CommandLine.succeed("evaluate", "--model=" + model, "--dataset=" + test, "--train=" + train, "--out=" + out);

        JsonObject report = JsonParser.parseString(Files.readString(out.resolve("report.json")))
                .getAsJsonObject();
        JsonObject all = report.getAsJsonArray("rows").get(0).getAsJsonObject();
        assertEquals(1, all.getAsJsonObject("auroc").get("value").getAsDouble(), 0.01, all.toString());
    }

    @Test
    void boostingWithoutAttacksOrWithoutCalibrationIsRefusedInOneLine() throws Exception {
        Path train = folder.resolve("train");
        normal(1).write(train.resolve("pcap/benign/monday/1.pcap"));
        normal(2).write(train.resolve("pcap/benign/tuesday/2.pcap"));
        String[] boost = {
            "boost", "--dataset=" + train, "--out=" + folder.resolve("trees.jar"), "--calibration=benign/friday"
        };
        assertEquals(
                "ldpi boost: --calibration: no normal flow in captures whose label begins with benign/friday;"
                        + " there are benign/monday, benign/tuesday",
                CommandLine.fail(1, boost));
        boost[3] = "--calibration=benign/tuesday";
        assertEquals(
                "ldpi boost: gradient boosting needs flows of both kinds to learn from", CommandLine.fail(1, boost));
        assertFalse(Files.exists(folder.resolve("trees.jar")));
    }

    @Test
    void aTestWithoutAttacksIsRefusedInOneLine() throws Exception {
        Path train = folder.resolve("train");
        for (int i = 0; i < 6; i++) {
            normal(i).write(train.resolve("pcap/benign/day/" + i + ".pcap"));
        }
        Path model = folder.resolve("model");
        CommandLine.succeed(
                "train",
                "--dataset=" + train,
                "--out=" + model,
                "--pretrain-steps=0",
                "--steps=60",
                "--batch=32",
                "--encoder-option=channels=16");
        String error = CommandLine.fail(
                1,
                "evaluate",
                "--model=" + model.resolve("ldpi-1.jar"),
                "--dataset=" + train,
                "--out=" + folder.resolve("report"));
        assertTrue(error.contains("malicious"), error);
    }

    @Test
    void aSettingOfTheTrainingIsMeasuredOnOneNetworkForEachSeed() throws Exception {
        Path set = folder.resolve("set");
        for (int i = 0; i < 8; i++) {
            normal(i).write(set.resolve("pcap/benign/background/home/" + i + ".pcap"));
        }
        scan(1).write(set.resolve("pcap/malicious/information_gathering/fin_scan/0.pcap"));
        List<String> lines = printed(
                "bench",
                "learning",
                "--dataset=" + set,
                "--network=benign/background/home",
                "--seeds=1,2",
                "--json",
                "--variant=--steps 40 --batch 32 --encoder-option channels=16 --without fields,renamed");
        assertEquals(2, lines.size());
        for (String line : lines) {
            double auroc = JsonParser.parseString(line)
                    .getAsJsonObject()
                    .get("all_auroc")
                    .getAsDouble();
            assertTrue(auroc >= 0 && auroc <= 1, line);
        }
        String error = CommandLine.fail(2, "bench", "learning", "--dataset=" + set, "--variant=--without gravity");
        assertTrue(error.contains("gravity"), error);
    }

    @Test
    void aFamilyIsLeftOutOfTheTrainingWithAndWithoutLabels() throws Exception {
        Path set = folder.resolve("set");
        for (int i = 0; i < 8; i++) {
            normal(i).write(set.resolve("pcap/benign/background/home/" + i + ".pcap"));
        }
        for (int i = 0; i < 4; i++) {
            scan(1 + 40 * i).write(set.resolve("pcap/malicious/information_gathering/fin_scan/" + i + ".pcap"));
            flood(i).write(set.resolve("pcap/malicious/dos/udp_flood/" + i + ".pcap"));
        }
        List<String> lines = printed(
                "bench",
                "families",
                "--dataset=" + set,
                "--split=capture",
                "--labels=0,1",
                "--json",
                "--options=--steps 20 --batch 16 --encoder-option channels=16");
        Set<String> told = new TreeSet<>();
        for (String line : lines) {
            JsonObject row = JsonParser.parseString(line).getAsJsonObject();
            told.add(row.get("labels").getAsString() + " " + row.get("family").getAsString() + " "
                    + row.get("method").getAsString());
        }
        assertTrue(told.contains("0.0 malicious/dos this model"), told.toString());
        assertTrue(told.contains("1.0 malicious/information_gathering this model"));
        assertTrue(
                told.contains("1.0 malicious/dos gradient boosting on the header fields, with the training's labels"));
        String error = CommandLine.fail(2, "bench", "families", "--dataset=" + set);
        assertTrue(error.contains("--sources"), error);
    }

    @Test
    void attacksOfTheSameNetworkAreTestedAgainstItsOtherCaptures() throws Exception {
        Path set = folder.resolve("set");
        normal(0).write(set.resolve("pcap/benign/background/home/0.pcap"));
        normal(1).write(set.resolve("pcap/benign/background/home/1.pcap"));
        scan(1).write(set.resolve("pcap/malicious/information_gathering/fin_scan/0.pcap"));
        List<String> lines = printed(
                "bench",
                "pairs",
                "--dataset=" + set,
                "--normal=benign/background/home",
                "--malicious=malicious/information_gathering",
                "--seeds=1",
                "--json",
                "--options=--steps 20 --batch 16 --encoder-option channels=16");
        assertEquals(5, lines.size());
        for (String line : lines) {
            JsonObject row = JsonParser.parseString(line).getAsJsonObject();
            assertEquals(40, row.get("all_malicious").getAsInt(), line);
        }
        String error = CommandLine.fail(2, "bench", "pairs", "--dataset=" + set, "--normal=benign/background/home");
        assertTrue(error.contains("--malicious"), error);
    }

    @Test
    void thresholdsOfAnotherNetworkMakeAnotherModel() throws Exception {
        Path train = folder.resolve("train");
        Path other = folder.resolve("other");
        for (int i = 0; i < 6; i++) {
            normal(i).write(train.resolve("pcap/benign/day/" + i + ".pcap"));
            flood(i).write(other.resolve("pcap/benign/day/" + i + ".pcap"));
        }
        CommandLine.succeed(
                "train",
                "--dataset=" + train,
                "--out=" + folder,
                "--steps=60",
                "--batch=32",
                "--encoder-option=channels=16");
        Path calibrated = folder.resolve("calibrated.jar");
        CommandLine.succeed(
                "calibrate", "--model=" + folder.resolve("ldpi-1.jar"), "--dataset=" + other, "--out=" + calibrated);
        Model before = ModelJarReader.read(folder.resolve("ldpi-1.jar"));
        Model after = ModelJarReader.read(calibrated);
        assertEquals("1-calibrated", after.id().version());
        assertEquals(240, after.calibration().size());
        assertEquals(before.weights(), after.weights());
        assertTrue(after.thresholds().get("max") > before.thresholds().get("max"));
    }

    private static List<String> printed(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine.succeed(arguments);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Web requests of 60 clients. */
    private static TestCapture normal(int seed) {
        Random random = new Random(seed);
        TestCapture capture = new TestCapture(START + seed * 1_000_000_000_000L);
        for (int i = 0; i < 60; i++) {
            int port = 33_000 + random.nextInt(30_000);
            String client = "10.0.0." + (1 + random.nextInt(20));
            byte[] request = ("GET /" + random.nextInt(1000) + " HTTP/1.1").getBytes(StandardCharsets.US_ASCII);
            capture.tcp(client, port, "10.0.1.1", 80, TestCapture.SYN);
            capture.tcp(client, port, "10.0.1.1", 80, TestCapture.ACK);
            capture.tcp(client, port, "10.0.1.1", 80, TestCapture.ACK, request);
            capture.tcp(client, port, "10.0.1.1", 80, TestCapture.ACK);
        }
        return capture;
    }

    /** FIN packets to ports from one on. */
    private static TestCapture scan(int first) {
        TestCapture capture = new TestCapture(START);
        for (int port = first; port < first + 40; port++) {
            capture.tcp("10.0.0.9", 44_444, "10.0.1.1", port, TestCapture.FIN);
        }
        return capture;
    }

    /** Datagrams of noise, each from another port. */
    private static TestCapture flood(int seed) {
        Random random = new Random(100 + seed);
        TestCapture capture = new TestCapture(START);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[32];
            random.nextBytes(noise);
            capture.udp("10.0.0.9", 40_000 + 100 * seed + i, "10.0.1.1", 53, noise);
        }
        return capture;
    }
}
