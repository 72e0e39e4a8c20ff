package org.ldpi.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;

class ModelsTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    @TempDir
    Path folder;

    private final Host host = new Host();
    private final FirstByte firstByte = new FirstByte("first-byte");
    private Models models;

    /** Records what is offered; order matters more than anything else here. */
    private static final class Host implements ModelHost {
        private final List<String> told = new ArrayList<>();
        private final List<ServingModel> offered = new ArrayList<>();
        private boolean moreToCome;

        @Override
        public Runnable serve(ServingModel model) {
            offered.add(model);
            told.add("+" + model.model().id());
            return () -> {
                offered.remove(model);
                told.add("-" + model.model().id());
            };
        }

        @Override
        public void changed(ModelEntry entry) {
            told.add(entry.id() + " " + entry.state());
        }

        @Override
        public boolean moreToCome() {
            return moreToCome;
        }

        private String offered() {
            return offered.stream().map(m -> m.model().id().toString()).collect(Collectors.joining(","));
        }
    }

    /** Embeddings are the first byte of a sample plus an error that a test sets. */
    private static final class FirstByte implements EncoderArchitecture {
        private final String name;
        private float error;
        private String loadFailure;
        private int preference;
        private int open;

        FirstByte(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int preference() {
            return preference;
        }

        @Override
        public boolean trainable() {
            return false;
        }

        @Override
        public Encoder load(EncoderSpec spec, ByteBuffer weights) throws EncoderException {
            if (loadFailure != null) {
                throw new EncoderException(loadFailure);
            }
            open++;
            return new Encoder() {
                @Override
                public int dimension() {
                    return 1;
                }

                @Override
                public void encode(byte[] samples, int count, float[] embeddings) {
                    for (int i = 0; i < count; i++) {
                        embeddings[i] = samples[i * spec.shape().size()] + error;
                    }
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }

    private static Model model(String id, String architecture, String digest) {
        byte[] sample = new byte[SampleShape.DEFAULT.size()];
        sample[0] = 3;
        return new Model(
                ModelId.parse(id),
                new ModelSignature(Quantizer.CLASSIC, SampleShape.DEFAULT, Direction.ONE_WAY),
                new EncoderSpec(architecture, SampleShape.DEFAULT, 1, Map.of()),
                ByteBuffer.allocate(0),
                new Centres(new float[] {0}, 1),
                new Calibration(new double[] {1}),
                Map.of(),
                List.of(new GoldenSample(sample, 9)),
                Map.of(),
                digest);
    }

    private Models models() {
        return new Models(host, folder.resolve("active"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void start(String configured) {
        models = models();
        models.configure(configured);
    }

    private void find(long key, String id) {
        models.found(key, id, "bundle " + key, () -> model(id, "first-byte", "digest of " + id));
    }

    private ModelEntry entry(String id) {
        return models.list().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
    }

    private String refusal(String id) {
        return assertThrows(ModelException.class, () -> models.activate(id)).getMessage();
    }

    @Test
    void aModelIsFoundCheckedAndServesWhenItsArchitectureIsThere() {
        start("");
        find(1, "lab:1");
        assertEquals(ModelState.FOUND, entry("lab:1").state());
        assertEquals(
                "waits for the encoder architecture 'first-byte'",
                entry("lab:1").detail());
        assertEquals("", host.offered());

        models.added(firstByte);
        assertEquals(ModelState.ACTIVE, entry("lab:1").state());
        assertEquals("", entry("lab:1").detail());
        assertEquals("first-byte", entry("lab:1").architecture());
        assertEquals("bundle 1", entry("lab:1").origin());
        assertEquals(NOW, entry("lab:1").since());
        assertEquals("lab:1", host.offered());
        assertEquals(1, firstByte.open, "the encoder of the check was closed, that of the active model is open");
    }

    @Test
    void aModelThatCannotBeReadIsRefusedWithTheReason() {
        start("");
        models.found(1, "org.ldpi.model.lab:1", "bundle 1", () -> {
            throw new ModelException("weights.bin is missing");
        });
        ModelEntry entry = entry("org.ldpi.model.lab:1");
        assertEquals(ModelState.REFUSED, entry.state());
        assertEquals("weights.bin is missing", entry.detail());
        assertEquals("model org.ldpi.model.lab:1 is REFUSED: weights.bin is missing", refusal("org.ldpi.model.lab:1"));
    }

    @Test
    void aModelWhoseGoldenScoresAreOffIsRefusedAndWhatRunsRunsOn() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        firstByte.error = 0.5f;
        find(2, "lab:2");
        assertEquals(ModelState.REFUSED, entry("lab:2").state());
        assertEquals(
                "golden sample 0 has the score 12.25 here and 9.0 where the model was made",
                entry("lab:2").detail());
        assertEquals("lab:1", host.offered());
        assertEquals(1, firstByte.open, "the refused encoder was closed");
    }

    @Test
    void anEncoderThatCannotBeLoadedRefusesItsModel() {
        start("");
        models.added(firstByte);
        firstByte.loadFailure = "weights of another network";
        find(1, "lab:1");
        assertEquals(
                "the encoder cannot be loaded: weights of another network",
                entry("lab:1").detail());
    }

    @Test
    void theNewModelIsOfferedBeforeTheOldOneIsTakenBackAndTheOldOneDrains() throws Exception {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        ServingModel old = host.offered.get(0);
        assertTrue(old.acquire());
        host.told.clear();
        models.activate("lab:2");

        assertEquals(List.of("+lab:2", "-lab:1", "lab:1 RETIRED", "lab:2 ACTIVE"), host.told);
        assertEquals(2, firstByte.open, "a batch is under way on the old model");
        old.release();
        assertEquals(1, firstByte.open);
        assertEquals(
                List.of("lab:2", "lab:1"),
                models.list().stream().map(ModelEntry::id).toList());
    }

    @Test
    void aModelThatComesLaterDoesNotReplaceTheActiveOne() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        assertEquals("lab:1", host.offered());
        assertEquals(ModelState.READY, entry("lab:2").state());
    }

    @Test
    void whereNobodyChoseTheHighestVersionIsActivatedOnceAllHaveCome() {
        start("");
        models.added(firstByte);
        host.moreToCome = true;
        find(1, "lab:1.9");
        assertEquals("", host.offered());
        find(2, "lab:1.10");
        host.moreToCome = false;
        find(3, "lab:1.2");
        assertEquals("lab:1.10", host.offered());
    }

    @Test
    void theConfiguredModelIsActivatedAndAChangeOfTheConfigurationSwitches() {
        start("lab:2");
        models.added(firstByte);
        find(1, "lab:2");
        find(2, "lab:3");
        assertEquals("lab:2", host.offered());
        models.configure("lab:3");
        assertEquals("lab:3", host.offered());
        models.configure("");
        assertEquals("lab:3", host.offered(), "nobody chose, so what serves goes on");
    }

    @Test
    void aModelActivatedByCommandIsActiveAgainAfterARestart() throws Exception {
        start("lab:1");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        models.activate("lab:2");
        models.close();
        assertEquals(0, firstByte.open);

        start("lab:1");
        models.added(firstByte);
        host.moreToCome = true;
        find(1, "lab:1");
        assertEquals("", host.offered(), "the chosen one is still to come");
        host.moreToCome = false;
        find(2, "lab:2");
        assertEquals("lab:2", host.offered());
    }

    @Test
    void aLaterConfigurationOverrulesARememberedCommand() throws Exception {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        models.activate("lab:2");
        models.close();

        start("lab:1");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        assertEquals("lab:1", host.offered());
    }

    @Test
    void aChosenModelThatIsMissingIsReplacedUntilItComes() {
        start("lab:7");
        models.added(firstByte);
        find(1, "lab:1");
        assertEquals("lab:1", host.offered());
        find(2, "lab:7");
        assertEquals("lab:7", host.offered());
    }

    @Test
    void aModelWhoseBundleIsGoneServesNoLonger() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        models.lost(1);
        assertEquals("", host.offered());
        assertEquals(List.of(), models.list());
        assertEquals(0, firstByte.open);
        find(2, "lab:2");
        assertEquals("lab:2", host.offered());
    }

    @Test
    void whenTheArchitectureGoesItsModelWaitsAndServesAgainWhenItReturns() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        FirstByte other = new FirstByte("other");
        models.added(other);
        models.found(2, "x:1", "bundle 2", () -> model("x:1", "other", ""));

        models.removed(firstByte);
        assertEquals(ModelState.FOUND, entry("lab:1").state());
        assertEquals(
                "waits for the encoder architecture 'first-byte'",
                entry("lab:1").detail());
        assertEquals("", host.offered(), "the chosen one is waited for");
        assertEquals(0, firstByte.open);

        models.added(firstByte);
        assertEquals("lab:1", host.offered());
    }

    @Test
    void anArchitectureThatWasReplacedTakesItsModelsAlong() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        FirstByte newer = new FirstByte("first-byte");
        models.added(newer);
        models.removed(firstByte);
        assertEquals("lab:1", host.offered());
        assertEquals(0, firstByte.open);
        assertEquals(1, newer.open);
    }

    @Test
    void aSecondModelOfTheSameIdentityIsRefusedUntilTheFirstIsGone() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        models.found(2, "lab:1", "bundle 2", () -> model("lab:1", "first-byte", "other content"));
        List<ModelEntry> both = models.list();
        assertEquals(ModelState.ACTIVE, both.get(0).state());
        assertEquals(ModelState.REFUSED, both.get(1).state());
        assertEquals(
                "another model of this identity is there already: bundle 1",
                both.get(1).detail());

        models.lost(1);
        assertEquals("bundle 2", entry("lab:1").origin());
        assertEquals(ModelState.ACTIVE, entry("lab:1").state());
    }

    @Test
    void aModelIsActivatedByItsNameWhereThatIsClear() throws Exception {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "home:1");
        models.activate("lab");
        assertEquals("lab:1", host.offered());
        find(3, "lab:2");
        assertEquals("model lab is ambiguous: lab:1, lab:2", refusal("lab"));
        assertEquals("there is no model office", refusal("office"));
    }

    @Test
    void aFailedActivationChangesNothing() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        firstByte.loadFailure = "out of memory";
        assertEquals("the encoder cannot be loaded: out of memory", refusal("lab:2"));
        assertEquals("lab:1", host.offered());
        assertEquals(ModelState.ACTIVE, entry("lab:1").state());
        assertEquals(ModelState.READY, entry("lab:2").state());
    }

    @Test
    void anActivationThatCannotBeRememberedFailsAndChangesNothing() throws Exception {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        Files.delete(folder.resolve("active"));
        Files.createDirectories(folder.resolve("active/in the way"));
        assertTrue(refusal("lab:2").startsWith("the choice of lab:2 cannot be remembered: "), refusal("lab:2"));
        assertEquals("lab:1", host.offered());
        assertEquals(1, firstByte.open);
    }

    @Test
    void aDamagedMemoryIsNoReasonNotToStart() throws Exception {
        Files.writeString(folder.resolve("active"), "\\u00");
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        assertEquals("lab:1", host.offered());
        assertEquals(new Choice("lab:1", ""), Choice.read(folder.resolve("active")));
        assertFalse(Files.exists(folder.resolve("active.new")));
    }

    @Test
    void everyChangeOfStateIsTold() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        assertEquals(List.of("lab:1 READY", "+lab:1", "lab:1 ACTIVE"), host.told);
    }

    @Test
    void ofTwoImplementationsOfAnArchitectureThePreferredOneIsTakenAndTheOtherStandsIn() {
        FirstByte standIn = new FirstByte("first-byte");
        standIn.preference = -1;
        start("");
        models.added(firstByte);
        models.added(standIn);
        find(1, "lab:1");
        assertEquals(1, firstByte.open);
        assertEquals(0, standIn.open);

        models.removed(firstByte);
        assertEquals(ModelState.ACTIVE, entry("lab:1").state());
        assertEquals(0, firstByte.open);
        assertEquals(1, standIn.open);
    }
}
