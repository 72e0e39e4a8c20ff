package org.ldpi.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.sensor.Sensor;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Models are changed in a running Karaf while it replays the sample's test day. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwapIT extends InController {
    private static final double SPEED = 20;
    private static final String SAMPLE = "ldpi-lab:1";
    private static final String LIKE = "bench-resnet1d:1";
    private static final String WIDE = "wide-resnet1d:1";

    @Configuration
    public Option[] container() throws Exception {
        Path folder = Path.of("target", "swap-models").toAbsolutePath();
        Program.run(
                "bench",
                "models",
                "--out",
                folder.toString(),
                "--like",
                sampleModel().toString());
        Program.run(
                "bench",
                "models",
                "--out",
                folder.toString(),
                "--like",
                sampleModel().toString(),
                "--bytes",
                "40",
                "--name",
                "wide",
                "--each",
                "1");
        Path bad =
                BadModels.write(sampleModel(), Path.of("target", "bad-models").toAbsolutePath());
        return StockKaraf.withFeature(
                "ldpi",
                StockKaraf.feature("ldpi-soak"),
                systemProperty("ldpi.it.models").value(folder.toString()),
                systemProperty("ldpi.it.bad").value(bad.toString()));
    }

    @Before
    public void theModelsAreThereAndTheSamplesIsActive() throws Exception {
        install(sampleModel());
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("ldpi.it.models")))) {
            for (Path file : files.sorted().toList()) {
                install(file);
            }
        }
        until("the models are ready", () -> mayServe(SAMPLE) && mayServe(LIKE) && mayServe(WIDE));
        models.activate(SAMPLE);
    }

    @Test
    public void badModelsDroppedIntoDeployAreRefusedEachForItsReasonAndTheOldOneStillScores() throws Exception {
        Path bad = Path.of(System.getProperty("ldpi.it.bad"));
        Properties reasons = new Properties();
        try (var in = Files.newBufferedReader(bad.resolve(BadModels.REASONS))) {
            reasons.load(in);
        }
        assertTrue(reasons.size() + " bad models", reasons.size() >= 25);
        Path deploy = Path.of(System.getProperty("karaf.base"), "deploy");
        for (String name : reasons.stringPropertyNames()) {
            // Copied beside and then moved, as one has to: the deployer may look at any time.
            Path coming = Files.copy(bad.resolve(name), deploy.resolve(name + ".coming"));
            Files.move(coming, deploy.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            assertEquals("", wrong(bad, reasons));
            assertEquals(SAMPLE, models.list().get(0).id());
            assertEquals(Set.of(SAMPLE), judges(replay()));
        } finally {
            for (String name : reasons.stringPropertyNames()) {
                Files.delete(deploy.resolve(name));
            }
        }
        until("they are gone", () -> models.list().stream().noneMatch(e -> e.id().contains("bad-")));
    }

    /** What is not refused as it should be, a line each. */
    private String wrong(Path bad, Properties reasons) throws InterruptedException {
        StringBuilder wrong = new StringBuilder();
        for (String name : reasons.stringPropertyNames()) {
            Pattern reason = Pattern.compile(reasons.getProperty(name));
            String verified = refusal(bad.resolve(name));
            if (!reason.matcher(verified).find()) {
                wrong.append(name).append(" as a file: ").append(verified).append('\n');
            }
            // What is no jar at all is not installed by the framework, and so is no model.
            if (!reason.pattern().contains("jar") || name.equals("nested-jar.jar")) {
                until(
                        name + " is looked at",
                        () -> deployed(name).anyMatch(e -> !e.detail().isEmpty()));
                ModelEntry entry = deployed(name).findFirst().orElseThrow();
                boolean serves = entry.state() != ModelState.REFUSED && entry.state() != ModelState.FOUND;
                if (serves
                        || !reason.matcher(entry.detail()).find()
                        || entry.detail().contains("\n")) {
                    wrong.append(name).append(" deployed: ").append(entry).append('\n');
                }
            }
        }
        return wrong.toString();
    }

    @Test
    public void aModelOfTheSameIdentityWithOtherContentIsNotInstalled() throws Exception {
        Path copy = Files.copy(
                sampleModel(),
                Path.of(System.getProperty("karaf.data"), "other.jar"),
                StandardCopyOption.REPLACE_EXISTING);
        try {
            context.installBundle("file:" + copy);
            fail("installed");
        } catch (org.osgi.framework.BundleException e) {
            assertTrue(e.getMessage(), e.getMessage().contains("not unique"));
        }
        assertEquals(SAMPLE, models.list().get(0).id());
    }

    @Test
    public void aShadowComparesIsPromotedAndRolledBackByCommand() throws Exception {
        run("ldpi:model-shadow " + LIKE);
        List<Verdict> verdicts = replay();
        assertEquals("the shadow raises no alert and decides nothing", Set.of(SAMPLE), judges(verdicts));
        until("the shadow has judged what the active one has", () -> compared() == verdicts.size());
        String diff = run("ldpi:model-diff --no-format");
        assertTrue(diff, diff.contains("flows scored") && diff.contains(SAMPLE) && diff.contains(LIKE));
        assertTrue(run("ldpi:status"), run("ldpi:status").contains("shadow     " + LIKE));

        assertTrue(run("ldpi:model-promote").contains(LIKE + " is active"));
        assertEquals(Set.of(LIKE), judges(replay()));
        assertTrue(run("ldpi:model-rollback").contains(SAMPLE + " is active again"));
        assertEquals(Set.of(SAMPLE), judges(replay()));
        assertTrue(run("ldpi:model-info --no-format " + LIKE).contains("not signed"));
        assertTrue(run("ldpi:model-verify " + LIKE).contains(LIKE + " may serve"));
        assertTrue(run("ldpi:model-verify " + sampleModel()).contains(SAMPLE + " may serve"));
    }

    @Test
    public void aShadowThatTakesOtherSamplesIsComparedOnTheSameFlows() throws Exception {
        // A verdict waits for its counterpart over ten minutes of capture time: one day is shorter, both are not.
        Path day = testDays().resolve("mixed/thursday");
        run("ldpi:model-shadow " + WIDE);
        List<Verdict> verdicts = replay(day);
        assertEquals(Set.of(SAMPLE), judges(verdicts));
        assertEquals(verdicts.size(), sensor.status().flows().heads());
        until("the shadow has judged what the active one has", () -> compared() == verdicts.size());
        assertEquals(0, models.diff().skipped());
        assertEquals(WIDE, models.promote());
        assertEquals(Set.of(WIDE), judges(replay(day)));
    }

    @Test
    public void aModelThatTakesOtherSamplesIsActivatedAmidAReplayAndNoFlowIsLostOrJudgedTwice() throws Exception {
        DetectorStatus before = detector.status();
        List<Verdict> verdicts;
        try (Verdicts listening = Verdicts.listen(context)) {
            // Slow enough for the change to come amid it.
            sensor.replay(testDays().toString(), SPEED);
            until("flows come", () -> listening.received().size() > 500);
            models.activate(WIDE);
            finish();
            verdicts = listening.received();
        }
        assertEquals(sensor.status().flows().heads(), verdicts.size());
        assertEquals(before.unfit(), detector.status().unfit());
        assertEquals(before.failed(), detector.status().failed());
        assertEquals(Set.of(SAMPLE, WIDE), judges(verdicts));
        assertEquals(
                "each flow has the samples of its model",
                Set.of(SAMPLE + " " + shape(SAMPLE), WIDE + " " + shape(WIDE)),
                verdicts.stream().map(v -> v.model() + " " + v.flow().shape()).collect(Collectors.toSet()));
        assertEquals("the flows are those that one table makes", flows(replay()), flows(verdicts));
    }

    private String shape(String id) throws ModelException {
        return models.info(id).signature().shape().toString();
    }

    /** Flows by key, start and packets, each as often as it was judged. */
    private static List<String> flows(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(v -> v.flow().key() + " " + v.flow().startNanos() + " "
                        + v.flow().packets())
                .sorted()
                .toList();
    }

    @Test
    public void whenTheEncoderOfTheActiveModelIsStoppedFlowsWaitAndTheStatusSaysForWhat() throws Exception {
        Bundle encoder = Stream.of(context.getBundles())
                .filter(b -> b.getSymbolicName().equals("org.ldpi.encoder-resnet1d"))
                .findFirst()
                .orElseThrow();
        encoder.stop();
        try {
            until("the model waits", () -> state(SAMPLE) == ModelState.FOUND);
            String status = run("ldpi:status");
            assertTrue(status, status.contains("waits for the encoder architecture 'resnet1d'"));
            try (Verdicts listening = Verdicts.listen(context)) {
                sensor.replay(testDays().toString(), Sensor.UNLIMITED);
                until("flows wait", () -> detector.status().queued() > 0);
                assertEquals(List.of(), listening.received());
                encoder.start();
                finish();
                assertEquals(
                        sensor.status().flows().heads(), listening.received().size());
                assertEquals(Set.of(SAMPLE), judges(listening.received()));
            }
        } finally {
            encoder.start();
        }
    }

    @Test
    public void whereASignatureIsRequiredUnsignedModelsAreRefusedAndWhatRunsRunsOn() throws Exception {
        var configuration = configurations.getConfiguration("org.ldpi.model", null);
        configuration.update(FrameworkUtil.asDictionary(Map.of("signature.policy", "required")));
        try {
            until("unsigned models are refused", () -> state(LIKE) == ModelState.REFUSED);
            assertTrue(models.list().stream().anyMatch(e -> e.detail().startsWith("it is not signed")));
            assertEquals(ModelState.ACTIVE, state(SAMPLE));
            assertEquals(Set.of(SAMPLE), judges(replay()));
        } finally {
            configuration.delete();
        }
        until("they are taken again", () -> mayServe(LIKE));
    }

    @Test
    public void modelsAreChangedOverJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("org.ldpi:type=Models");
        String[] text = {String.class.getName()};
        assertEquals(SAMPLE, server.getAttribute(name, "Active"));
        server.invoke(name, "shadow", new Object[] {LIKE}, text);
        assertEquals(LIKE, server.getAttribute(name, "Shadow"));
        assertEquals(LIKE, server.invoke(name, "promote", null, null));
        assertEquals(SAMPLE, server.invoke(name, "rollback", null, null));
        try {
            server.invoke(name, "activate", new Object[] {"nobody"}, text);
            fail("activated");
        } catch (RuntimeMBeanException e) {
            assertEquals("there is no model nobody", e.getCause().getMessage());
        }
    }

    @Test
    public void aShortSoakLosesNothingAndJudgesNothingTwice() throws Exception {
        until("the command is there", () -> {
            try {
                return context.getServiceReferences((String) null, "(osgi.command.function=bench-swap)") != null;
            } catch (org.osgi.framework.InvalidSyntaxException e) {
                throw new IllegalStateException(e);
            }
        });
        String json = run("ldpi:bench-swap --swaps 20 --json");
        System.out.println("soak: " + json);
        assertEquals(20, number(json, "swaps"));
        assertTrue(json, number(json, "flows_in") > 20_000);
        assertEquals(json, number(json, "flows_in"), number(json, "verdicts"));
        assertEquals(json, 0, number(json, "failed"));
        assertEquals(json, 0, number(json, "duplicates"));
        until("the threshold is back", () -> detector.status().threshold().value() < 1e29);
    }

    private static long number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(-?\\d+)").matcher(json);
        assertTrue(json, matcher.find());
        return Long.parseLong(matcher.group(1));
    }

    private String refusal(Path file) {
        try {
            return "verified: " + models.verify(file);
        } catch (ModelException e) {
            return e.getMessage();
        }
    }

    private Stream<ModelEntry> deployed(String name) {
        return models.list().stream().filter(e -> e.origin().contains("/" + name));
    }

    private long compared() {
        try {
            return models.diff().flows() + models.diff().skipped();
        } catch (ModelException e) {
            return -1;
        }
    }

    private static Set<String> judges(List<Verdict> verdicts) {
        Set<String> judges = new HashSet<>();
        verdicts.forEach(v -> judges.add(v.model().toString()));
        return judges;
    }

    private List<Verdict> replay() throws Exception {
        return replay(testDays());
    }
}
