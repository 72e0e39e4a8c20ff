package org.ldpi.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ldpi.api.model.ModelState;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Encoder bundles come and go in a stock Karaf. Whatever is done to one of them, no other bundle is stopped, resolved anew or
 * updated: a refresh that reached the engine would end in libtorch being loaded twice, which no JVM can.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class EncoderBundlesIT extends InController {
    /** Bundles of the architectures that are not their names. */
    private static final Map<String, String> ENCODERS =
            Map.of("resnet1d-int8", "java", "resnet1d-java", "java", "boosted-trees", "trees");

    private static final List<String> SERVED =
            List.of("lstm", "transformer", "rescnn", "resnet1d-int8", "resnet1d-java", "boosted-trees");

    private static final List<String> FRESH =
            Stream.concat(Stream.of("resnet1d"), SERVED.stream()).toList();

    @Inject
    private FeaturesService features;

    /** What happened to whom, as {@code name EVENT}. */
    private final Set<String> events = new ConcurrentSkipListSet<>();

    private final SynchronousBundleListener recorder = event -> {
        if (event.getType() != BundleEvent.LAZY_ACTIVATION) {
            events.add(event.getBundle().getSymbolicName() + " " + name(event.getType()));
        }
    };

    @Configuration
    public Option[] container() throws Exception {
        return StockKaraf.withFeature(
                "ldpi",
                systemProperty("ldpi.version").value(System.getProperty("ldpi.version")),
                systemProperty("ldpi.it.models").value(FreshModels.write(FRESH).toString()));
    }

    @Before
    public void record() {
        context.addBundleListener(recorder);
    }

    @After
    public void recordNoMore() {
        context.removeBundleListener(recorder);
    }

    @Test
    public void installingUpdatingStoppingStartingAndUninstallingAnEncoderTouchesNoOtherBundle() throws Exception {
        for (String encoder : List.of("lstm", "transformer", "rescnn", "torchscript", "java", "trees")) {
            String name = "org.ldpi.encoder-" + encoder;
            Bundle bundle = context.installBundle(location(encoder));
            assertEquals(name, bundle.getSymbolicName());
            start(bundle);
            refreshWhatIsPending();
            throughItsLife(bundle);
            bundle.uninstall();
            refreshWhatIsPending();
            assertOnlyTouched(name);
            assertTrue(events.toString(), events.contains(name + " UNINSTALLED"));
            events.clear();
        }
    }

    @Test
    public void theEncoderThatServesIsUpdatedStoppedAndReinstalledAndItsModelServesAgain() throws Exception {
        String name = "org.ldpi.encoder-resnet1d";
        Bundle model = installModel("resnet1d");
        until("the model serves", () -> stateOf("resnet1d") == ModelState.ACTIVE);
        events.clear();
        Bundle bundle = installed(name);
        throughItsLife(bundle);
        until("the model serves again", () -> stateOf("resnet1d") == ModelState.ACTIVE);
        String location = bundle.getLocation();
        bundle.uninstall();
        refreshWhatIsPending();
        assertEquals(ModelState.FOUND, stateOf("resnet1d"));
        start(context.installBundle(location));
        until("the model serves on the new bundle", () -> stateOf("resnet1d") == ModelState.ACTIVE);
        assertOnlyTouched(name);
        model.uninstall();
    }

    @Test
    public void aFeatureOfAnEncoderTouchesNoOtherBundle() throws Exception {
        features.installFeature("ldpi-encoder-lstm");
        features.uninstallFeature("ldpi-encoder-lstm");
        refreshWhatIsPending();
        assertOnlyTouched("org.ldpi.encoder-lstm");
        assertTrue(events.toString(), events.contains("org.ldpi.encoder-lstm STARTED"));
    }

    @Test
    public void aModelOfEachEncoderIsCheckedAndServes() throws Exception {
        for (String architecture : SERVED) {
            String encoder = ENCODERS.getOrDefault(architecture, architecture);
            Bundle model = installModel(architecture);
            assertEquals(ModelState.FOUND, stateOf(architecture));
            Bundle bundle = context.installBundle(location(encoder));
            start(bundle);
            until("the model of " + architecture + " is checked", () -> stateOf(architecture) != ModelState.FOUND);
            models.activate(FreshModels.id(architecture));
            assertEquals(models.list().toString(), ModelState.ACTIVE, stateOf(architecture));
            model.uninstall();
            bundle.uninstall();
            refreshWhatIsPending();
        }
    }

    private void throughItsLife(Bundle bundle) throws Exception {
        bundle.stop();
        bundle.update();
        refreshWhatIsPending();
        start(bundle);
        bundle.stop();
        start(bundle);
    }

    /** Felix gives up the start of a bundle where it might wait for ever, and wants it tried again. */
    private static void start(Bundle bundle) throws Exception {
        until("bundle " + bundle.getSymbolicName() + " starts", () -> {
            try {
                bundle.start();
            } catch (BundleException e) {
                if (e.getMessage().contains("Unable to acquire")) {
                    return false;
                }
                throw new AssertionError(e);
            }
            return bundle.getState() == Bundle.ACTIVE;
        });
    }

    /** What deployers do behind a change: whatever depends on what is gone is resolved anew. */
    private void refreshWhatIsPending() throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        assertTrue("the framework refreshed", refreshed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private void assertOnlyTouched(String name) {
        String others = String.join(
                ", ",
                events.stream().filter(event -> !event.startsWith(name + " ")).toList());
        assertEquals("what happened to other bundles", "", others);
    }

    private Bundle installModel(String architecture) throws Exception {
        Path jar = FreshModels.file(Path.of(System.getProperty("ldpi.it.models")), architecture);
        Bundle bundle = context.installBundle(jar.toUri().toString());
        bundle.start();
        until("the model of " + architecture + " is found", () -> stateOf(architecture) != null);
        return bundle;
    }

    private ModelState stateOf(String architecture) {
        return state(FreshModels.id(architecture));
    }

    private Bundle installed(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + symbolicName);
    }

    private static String location(String encoder) {
        return "mvn:org.ldpi/ldpi-encoder-" + encoder + "/" + System.getProperty("ldpi.version");
    }

    private static String name(int type) {
        return switch (type) {
            case BundleEvent.INSTALLED -> "INSTALLED";
            case BundleEvent.RESOLVED -> "RESOLVED";
            case BundleEvent.STARTING -> "STARTING";
            case BundleEvent.STARTED -> "STARTED";
            case BundleEvent.STOPPING -> "STOPPING";
            case BundleEvent.STOPPED -> "STOPPED";
            case BundleEvent.UPDATED -> "UPDATED";
            case BundleEvent.UNRESOLVED -> "UNRESOLVED";
            case BundleEvent.UNINSTALLED -> "UNINSTALLED";
            default -> "EVENT " + type;
        };
    }
}
