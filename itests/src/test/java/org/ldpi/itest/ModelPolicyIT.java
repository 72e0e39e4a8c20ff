package org.ldpi.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ModelState;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** What becomes of models by the configuration of a running Karaf, without a command, and what is told of it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ModelPolicyIT extends InController {
    private static final String PID = "org.ldpi.model";
    private static final String SAMPLE = "ldpi-lab:1";
    private static final String OTHER = "bench-resnet1d-int8:1";

    /** Changes of state as events, {@code MODEL STATE DETAIL}. */
    private final List<String> events = new CopyOnWriteArrayList<>();

    private ServiceRegistration<EventHandler> listening;

    @Configuration
    public Option[] container() throws Exception {
        Path folder = Path.of("target", "policy-models").toAbsolutePath();
        Program.run(
                "bench",
                "models",
                "--out",
                folder.toString(),
                "--like",
                sampleModel().toString());
        Path dropped = Path.of("target", "dropped-models").toAbsolutePath();
        Program.run(
                "bench",
                "models",
                "--out",
                dropped.toString(),
                "--like",
                sampleModel().toString(),
                "--name",
                "dropped");
        Path signed = SignedModels.write(
                sampleModel(), Path.of("target", "signed-models").toAbsolutePath());
        return StockKaraf.withFeature(
                "ldpi",
                StockKaraf.feature("ldpi-encoder-java"),
                systemProperty("ldpi.it.models").value(folder.toString()),
                systemProperty("ldpi.it.dropped").value(dropped.toString()),
                systemProperty("ldpi.it.signed").value(signed.toString()));
    }

    @Before
    public void twoModelsAreThereAndOneIsActive() throws Exception {
        install(sampleModel());
        install(Path.of(System.getProperty("ldpi.it.models"), "bench-resnet1d-int8-1.jar"));
        until("the models are ready", () -> mayServe(SAMPLE) && mayServe(OTHER));
        models.activate(SAMPLE);
        EventHandler handler = event -> events.add(
                event.getProperty("model") + " " + event.getProperty("state") + " " + event.getProperty("detail"));
        listening = context.registerService(
                EventHandler.class,
                handler,
                FrameworkUtil.asDictionary(Map.of(EventConstants.EVENT_TOPIC, ModelRepository.TOPIC)));
    }

    @After
    public void theConfigurationIsAsItWas() throws Exception {
        listening.unregister();
        configurations.getConfiguration(PID, "?").delete();
    }

    @Test
    public void everyChangeOfStateIsAnEventAndSoIsARefusalWithItsReason() throws Exception {
        models.shadow(OTHER);
        models.promote();
        until("they are told", () -> events.contains(OTHER + " ACTIVE "));
        List<String> changes = List.of(
                OTHER + " SHADOW ", OTHER + " SHADOW is being activated", SAMPLE + " RETIRED ", OTHER + " ACTIVE ");
        assertEquals(changes, events.stream().filter(changes::contains).toList());
        configure(Map.of("signature.policy", "required"));
        until(
                "the refusal is told",
                () -> events.stream().anyMatch(told -> told.startsWith(SAMPLE + " REFUSED it is not signed")));
    }

    @Test
    public void aModelDroppedIntoDeployWaitsBecomesTheShadowOrTheActiveOneAsThePolicySays() throws Exception {
        dropped("resnet1d-1", "ask", id -> state(id) == ModelState.READY);
        dropped("resnet1d-2", "shadow", id -> state(id) == ModelState.SHADOW);
        dropped("resnet1d-int8-1", "activate", id -> state(id) == ModelState.ACTIVE);
    }

    @FunctionalInterface
    private interface Outcome {
        boolean of(String id);
    }

    private void dropped(String name, String policy, Outcome outcome) throws Exception {
        configure(Map.of("deploy.policy", policy));
        Path jar = Path.of(System.getProperty("ldpi.it.dropped"), "dropped-" + name + ".jar");
        Path deployed = Path.of(
                System.getProperty("karaf.base"), "deploy", jar.getFileName().toString());
        // Copied beside and then moved, as one has to: the deployer may look at any time.
        Path coming = Files.copy(jar, deployed.resolveSibling(jar.getFileName() + ".coming"));
        Files.move(coming, deployed, StandardCopyOption.ATOMIC_MOVE);
        String id = "dropped-" + name.substring(0, name.length() - 2) + ":" + name.substring(name.length() - 1);
        try {
            until(policy + ": " + id, () -> outcome.of(id));
        } finally {
            Files.delete(deployed);
        }
        until(id + " is gone", () -> models.list().stream().noneMatch(e -> e.id().equals(id)));
    }

    @Test
    public void theShadowIsPromotedByItselfAndTakenBackByItselfWhenItRaisesTooManyAlerts() throws Exception {
        configure(Map.of("promote.flows", 2_000L, "promote.alerts.per.hour", 1e9));
        models.shadow(OTHER);
        replay(testDays());
        until("it is promoted", () -> state(OTHER) == ModelState.ACTIVE);
        assertEquals(ModelState.RETIRED, state(SAMPLE));

        // The day is one of attacks, so the trained model raises alerts on it.
        configure(Map.of("rollback.alerts.per.hour", 0.001, "rollback.flows", 1_000L));
        models.activate(SAMPLE);
        replay(testDays());
        until("it is taken back", () -> state(OTHER) == ModelState.ACTIVE);
        String detail = entry(SAMPLE).detail();
        assertTrue(detail, detail.matches("taken back by itself: .* alerts an hour over \\d+ flows, above 0.001"));
        until("it is told", () -> events.contains(SAMPLE + " RETIRED " + detail));
    }

    @Test
    public void whereATrustedSignatureIsRequiredEverythingElseIsRefusedForAReasonOfItsOwn() throws Exception {
        Path signed = Path.of(System.getProperty("ldpi.it.signed"));
        configure(Map.of(
                "signature.policy",
                "required",
                "trust.store",
                signed.resolve(SignedModels.TRUST_STORE).toString(),
                "trust.store.password",
                SignedModels.PASSWORD));
        until("unsigned models are refused", () -> state(OTHER) == ModelState.REFUSED);
        assertRefused("it is not signed", sampleModel());
        assertRefused("no trusted certificate vouches for CN=stranger", signed.resolve(SignedModels.STRANGER));
        assertRefused("the certificate of CN=expired expired on ", signed.resolve(SignedModels.EXPIRED));
        assertRefused("its signature does not fit", signed.resolve(SignedModels.CHANGED));
        assertEquals(
                "CN=trusted",
                models.verify(signed.resolve(SignedModels.TRUSTED)).signer());
        assertEquals(ModelState.ACTIVE, state(SAMPLE));
        replay(testDays());
    }

    private void assertRefused(String reason, Path file) {
        try {
            models.verify(file);
            fail(file + " may serve");
        } catch (ModelException e) {
            assertTrue(e.getMessage(), e.getMessage().contains(reason));
        }
    }

    @Test
    public void modelsAreCompletedInTheShell() throws Exception {
        assertEquals(List.of(OTHER), completed("model-activate", "bench-").toList());
        assertEquals(List.of(OTHER), completed("model-shadow", "bench-").toList());
        assertEquals(List.of(SAMPLE), completed("model-info", "ldpi-l").toList());
        assertEquals(List.of(SAMPLE), completed("model-retire", "").toList());
        assertTrue(completed("model-verify", "").anyMatch(OTHER::equals));
    }

    /** What the shell offers behind a command and the beginning of its argument. */
    private Stream<String> completed(String command, String beginning) throws IOException {
        String whole = "ldpi:" + command + " " + beginning;
        CommandLine line = new CommandLine() {
            @Override
            public int getCursorArgumentIndex() {
                return 1;
            }

            @Override
            public String getCursorArgument() {
                return beginning;
            }

            @Override
            public int getArgumentPosition() {
                return beginning.length();
            }

            @Override
            public String[] getArguments() {
                return new String[] {"ldpi:" + command, beginning};
            }

            @Override
            public int getBufferPosition() {
                return whole.length();
            }

            @Override
            public String getBuffer() {
                return whole;
            }
        };
        List<String> candidates = new ArrayList<>();
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Session session = shell.create(new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
        try {
            session.getRegistry().getCommand("ldpi", command).getCompleter(true).complete(session, line, candidates);
        } finally {
            session.close();
        }
        return candidates.stream().map(String::strip);
    }

    /** Returns when the options are in force: then models that do not serve are read anew. */
    private void configure(Map<String, Object> options) throws IOException, InterruptedException {
        events.clear();
        configure(PID, options);
        until(
                "the options are in force",
                () -> events.stream().anyMatch(told -> told.contains(" READY ") || told.contains(" REFUSED ")));
    }

    private ModelEntry entry(String id) {
        return models.list().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
    }
}
