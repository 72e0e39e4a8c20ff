package org.ldpi.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.model.check.SignedModel;

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
        private final List<ServingModel> shadows = new ArrayList<>();
        private final List<Runnable> closing = new ArrayList<>();
        private boolean moreToCome;

        @Override
        public Runnable serve(ServingModel model, String role) {
            List<ServingModel> seats = role.equals(ServingModel.ACTIVE) ? offered : shadows;
            String sign = role.equals(ServingModel.ACTIVE) ? "" : "shadow ";
            seats.add(model);
            told.add(sign + "+" + model.model().id());
            return () -> {
                seats.remove(model);
                told.add(sign + "-" + model.model().id());
            };
        }

        @Override
        public void changed(ModelEntry entry) {
            told.add(entry.id() + " " + entry.state() + (entry.detail().isEmpty() ? "" : " " + entry.detail()));
        }

        @Override
        public void close(Runnable encoder) {
            closing.add(encoder);
        }

        @Override
        public boolean moreToCome() {
            return moreToCome;
        }

        private String shadows() {
            return ids(shadows);
        }

        private String offered() {
            return ids(offered);
        }

        private static String ids(List<ServingModel> models) {
            return models.stream().map(m -> m.model().id().toString()).collect(Collectors.joining(","));
        }
    }

    private static Model model(String id, String architecture, String digest) {
        return FirstByte.model(id, architecture, SampleShape.DEFAULT, digest);
    }

    private static Model model(String id, SampleShape shape) {
        return FirstByte.model(id, "first-byte", shape, "digest-of-" + id);
    }

    private void start(String configured) {
        start(options(configured, DeployPolicy.ASK));
    }

    private void start(ModelOptions options) {
        models = new Models(
                host, new StateFile(folder.resolve("active")), ModelOptions.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));
        models.profileAdded(Quantizer.CLASSIC);
        models.options(options);
    }

    private static ModelOptions options(String configured, DeployPolicy deploy) {
        return new ModelOptions(configured, deploy, 0, 0, 0, 1, 1);
    }

    private void find(long key, String id) {
        find(key, id, "first-byte", "digest-of-" + id);
    }

    private void find(long key, String id, String architecture, String digest) {
        models.found(key, id, "bundle " + key, () -> new SignedModel(model(id, architecture, digest), ""));
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

        assertEquals(
                List.of("lab:2 READY is being activated", "+lab:2", "-lab:1", "lab:1 RETIRED", "lab:2 ACTIVE"),
                host.told);
        assertEquals(2, firstByte.open, "a batch is under way on the old model");
        old.release();
        assertEquals(2, firstByte.open, "whoever was the last to hold it does not close it");
        host.closing.forEach(Runnable::run);
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
        models.options(options("lab:3", DeployPolicy.ASK));
        assertEquals("lab:3", host.offered());
        models.options(options("", DeployPolicy.ASK));
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
        find(2, "x:1", "other", "x");

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
        find(2, "lab:1", "first-byte", "other-content");
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
        assertEquals("lab:1", new StateFile(folder.resolve("active")).read().active());
        assertFalse(Files.exists(folder.resolve("active.new")));
    }

    @Test
    void everyChangeOfStateIsTold() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        assertEquals(List.of("lab:1 READY", "lab:1 READY is being activated", "+lab:1", "lab:1 ACTIVE"), host.told);
    }

    @Test
    void aModelWhoseQuantizerIsMissingWaitsForIt() {
        models = new Models(
                host, new StateFile(folder.resolve("active")), ModelOptions.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));
        models.added(firstByte);
        find(1, "lab:1");
        assertEquals(
                "waits for a quantizer of profile 'classic'", entry("lab:1").detail());
        models.profileAdded(Quantizer.CLASSIC);
        assertEquals("lab:1", host.offered());
        models.profileRemoved(Quantizer.CLASSIC);
        assertEquals("lab:1", host.offered(), "what runs, runs on");
    }

    @Test
    void aShadowServesBesideTheActiveModelAndIsPromotedWithoutBeingLoadedAgain() throws Exception {
        twoModels();
        models.shadow("lab:2");
        assertEquals("lab:1", host.offered());
        assertEquals("lab:2", host.shadows());
        assertEquals(ModelState.SHADOW, entry("lab:2").state());
        ServingModel shadow = host.shadows.get(0);
        host.told.clear();

        assertEquals("lab:2", models.promote());
        assertEquals(
                List.of(
                        "lab:2 SHADOW is being activated",
                        "+lab:2",
                        "shadow -lab:2",
                        "-lab:1",
                        "lab:1 RETIRED",
                        "lab:2 ACTIVE"),
                host.told);
        assertEquals(List.of(shadow), host.offered);
        assertEquals(1, firstByte.open);
        assertEquals("there is no shadow to promote", message(models::promote));
    }

    @Test
    void oneShadowReplacesAnotherAndItsEncoderIsClosed() throws Exception {
        twoModels();
        find(3, "lab:3");
        models.shadow("lab:2");
        models.shadow("lab:3");
        assertEquals("lab:3", host.shadows());
        assertEquals(ModelState.READY, entry("lab:2").state());
        assertEquals(2, firstByte.open);
    }

    @Test
    void whatCannotBeComparedCannotBeTheShadow() throws Exception {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        assertEquals("model lab:1 is the active one", message(() -> models.shadow("lab:1")));
        assertEquals(
                "there is no shadow to compare with",
                message(() -> models.trials().diff()));
        assertEquals("", host.shadows());
    }

    @Test
    void aModelThatTakesOtherSamplesIsTheShadowIsPromotedAndRolledBackLikeAnyOther() throws Exception {
        twoModels();
        Model other = model("wide:1", new SampleShape(8, 60));
        models.found(3, "wide:1", "bundle 3", () -> new SignedModel(other, ""));
        models.shadow("wide:1");
        assertEquals("wide:1", host.shadows());
        assertEquals("wide:1", models.promote());
        assertEquals("wide:1", host.offered());
        models.shadow("lab:2");
        assertEquals("lab:1", models.rollback());
        assertEquals("lab:1", host.offered());
        assertEquals("lab:2", host.shadows());
    }

    @Test
    void rollbackGoesBackStepByStep() throws Exception {
        twoModels();
        find(3, "lab:3");
        models.activate("lab:2");
        models.activate("lab:3");
        assertEquals("lab:2", models.rollback());
        assertEquals("lab:1", models.rollback());
        assertEquals("no model was active before this one", message(models::rollback));
        assertEquals("lab:1", host.offered());
        assertEquals(1, firstByte.open);
    }

    @Test
    void aRollbackToAModelThatIsGoneFailsAndChangesNothing() throws Exception {
        twoModels();
        models.activate("lab:2");
        models.lost(1);
        assertEquals("there is no model lab:1", message(models::rollback));
        assertEquals("lab:2", host.offered());
    }

    @Test
    void aRetiredModelLeavesNoneActiveAlsoAfterARestartUntilOneIsActivated() throws Exception {
        twoModels();
        models.retire("lab:1");
        assertEquals("", host.offered());
        assertEquals(ModelState.RETIRED, entry("lab:1").state());
        assertEquals("model lab:2 is READY and does not serve", message(() -> models.retire("lab:2")));
        models.close();
        twoModels();
        assertEquals("", host.offered());
        models.activate("lab:1");
        assertEquals("lab:1", host.offered());
    }

    @Test
    void theShadowIsTheShadowAgainAfterARestart() throws Exception {
        twoModels();
        models.shadow("lab:2");
        models.close();
        assertEquals(0, firstByte.open);
        twoModels();
        assertEquals("lab:1", host.offered());
        assertEquals("lab:2", host.shadows());
        models.retire("lab:2");
        assertEquals("", host.shadows());
        models.close();
        twoModels();
        assertEquals("", host.shadows());
    }

    @Test
    void aNewModelIsActivatedMadeTheShadowOrLeftAloneAsThePolicySays() throws Exception {
        start(options("", DeployPolicy.ACTIVATE));
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        assertEquals("lab:2", host.offered());
        models.options(options("", DeployPolicy.SHADOW));
        find(3, "lab:3");
        assertEquals("lab:2", host.offered());
        assertEquals("lab:3", host.shadows());
        models.options(options("", DeployPolicy.ASK));
        find(4, "lab:4");
        assertEquals(ModelState.READY, entry("lab:4").state());
        assertEquals("lab:2", host.offered());
        assertEquals("lab:3", host.shadows());
    }

    @Test
    void thePolicyIsForNewModelsAlone() throws Exception {
        start(options("", DeployPolicy.ACTIVATE));
        models.added(firstByte);
        host.moreToCome = true;
        find(1, "lab:1");
        host.moreToCome = false;
        find(2, "lab:2");
        assertEquals("lab:2", host.offered(), "the highest of those that are there at first");
        models.activate("lab:1");
        models.close();

        start(options("", DeployPolicy.ACTIVATE));
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        assertEquals("lab:1", host.offered(), "a restart makes no model new");
        find(3, "lab:3");
        assertEquals("lab:3", host.offered());
    }

    @Test
    void theShadowIsPromotedByItselfWhenItsAlertRateIsUnderTheBound() throws Exception {
        start(new ModelOptions("", DeployPolicy.ASK, 100, 4, 0, 1, 1));
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        models.shadow("lab:2");
        // A flow a minute, and every tenth over the threshold: six alerts an hour.
        judgeBoth(0, 100, 10);
        assertEquals("lab:1", host.offered());
        assertTrue(
                entry("lab:2").detail().startsWith("not promoted: 6.061 alerts an hour over 100 flows, above 4"),
                entry("lab:2").detail());
        // Quiet for as long: three an hour.
        judgeBoth(100, 200, 1000);
        assertEquals("lab:2", host.offered());
        assertEquals(ModelState.ACTIVE, entry("lab:2").state());
    }

    @Test
    void aModelThatRaisesTooManyAlertsAfterASwapIsTakenBackByItself() throws Exception {
        start(new ModelOptions("", DeployPolicy.ASK, 0, 0, 5, 50, 1000));
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        models.activate("lab:2");
        for (int i = 0; i < 49; i++) {
            assertFalse(models.trials().onVerdict(Verdicts.verdict("lab:2", i, i % 10 == 0)), "too few to say");
        }
        assertTrue(models.trials().onVerdict(Verdicts.verdict("lab:2", 50, true)));
        models.judge();
        assertEquals("lab:1", host.offered());
        assertEquals(ModelState.RETIRED, entry("lab:2").state());
        assertEquals(
                "taken back by itself: 7.2 alerts an hour over 50 flows, above 5",
                entry("lab:2").detail());
        models.close();
        start(new ModelOptions("", DeployPolicy.ASK, 0, 0, 5, 50, 1000));
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        assertEquals("lab:1", host.offered(), "also after a restart");
    }

    @Test
    void aModelThatBehavesIsWatchedNoLongerThanStated() throws Exception {
        start(new ModelOptions("", DeployPolicy.ASK, 0, 0, 5, 5, 10));
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
        models.activate("lab:2");
        for (int i = 0; i < 9; i++) {
            assertFalse(models.trials().onVerdict(Verdicts.verdict("lab:2", i, false)));
        }
        assertTrue(models.trials().onVerdict(Verdicts.verdict("lab:2", 9, false)));
        models.judge();
        for (int i = 10; i < 100; i++) {
            assertFalse(models.trials().onVerdict(Verdicts.verdict("lab:2", i, true)));
        }
        assertEquals("lab:2", host.offered());
    }

    @Test
    void verifyTellsForWhatReasonAModelWouldBeRefused() throws Exception {
        twoModels();
        assertEquals("digest-of-lab:2", models.verify("lab:2").digest());
        firstByte.error = 0.5f;
        assertEquals(
                "golden sample 0 has the score 12.25 here and 9.0 where the model was made",
                message(() -> models.verify("lab:2")));
        assertEquals(
                "it waits for the encoder architecture 'other'",
                message(() -> models.verify(() -> new SignedModel(model("x:1", "other", ""), ""))));
        assertEquals(ModelState.READY, entry("lab:2").state());
        assertEquals(1, firstByte.open);
    }

    @Test
    void whatMustBePassedHasChangedSoAllAreReadAgainButThoseThatServe() throws Exception {
        boolean[] strict = {false};
        start("");
        models.added(firstByte);
        for (int i = 1; i <= 2; i++) {
            String id = "lab:" + i;
            models.found(i, id, "bundle " + i, () -> {
                if (strict[0]) {
                    throw new ModelException("it is not signed");
                }
                return new SignedModel(model(id, "first-byte", "digest-of-" + id), "");
            });
        }
        strict[0] = true;
        models.readAgain();
        assertEquals("lab:1", host.offered());
        assertEquals(ModelState.ACTIVE, entry("lab:1").state());
        assertEquals(ModelState.REFUSED, entry("lab:2").state());
        strict[0] = false;
        models.readAgain();
        assertEquals(ModelState.READY, entry("lab:2").state());
    }

    private void judgeBoth(int from, int to, int anomalyEvery) {
        boolean judge = false;
        for (int i = from; i < to; i++) {
            judge = models.trials()
                    .onShadow(Verdicts.verdict("lab:1", i, false), Verdicts.verdict("lab:2", i, i % anomalyEvery == 0));
        }
        assertTrue(judge);
        models.judge();
    }

    private void twoModels() {
        start("");
        models.added(firstByte);
        find(1, "lab:1");
        find(2, "lab:2");
    }

    private static String message(Executable command) {
        return assertThrows(ModelException.class, command).getMessage();
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
