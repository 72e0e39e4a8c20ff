package org.ldpi.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.sensor.Sensor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code ldpi:bench-swap [--swaps N] [--rate N] [--json]}, in Gogo and in Karaf's shell. While it runs, a threshold that no score
 * reaches is in force, since made flows are like nobody's normal traffic and an alert for each would be measured instead;
 * afterwards the threshold is as before.
 */
@Component(
        service = Function.class,
        property = {"osgi.command.scope=ldpi", "osgi.command.function=bench-swap"})
public final class SoakCommand implements Function {
    private static final int DEFAULT_SWAPS = 1000;
    private static final int MOST_SWAPS = 1_000_000;
    /** Well below what one core scores with any but the slowest encoder. */
    private static final int DEFAULT_RATE = 6_000;

    private static final int MOST_RATE = 1_000_000;
    private static final String DETECTOR_PID = "org.ldpi.detector";
    private static final String THRESHOLD = "threshold.value";
    private static final double NO_SCORE = 1e30;
    private static final int THRESHOLD_LOOKS = 200;
    private static final int THRESHOLD_LOOK_MILLIS = 25;

    private final BundleContext context;
    private final Sensor sensor;
    private final Detector detector;
    private final ModelRepository models;
    private final ConfigurationAdmin configurations;
    private final AtomicBoolean running = new AtomicBoolean();

    @Activate
    public SoakCommand(
            BundleContext context,
            @Reference Sensor sensor,
            @Reference Detector detector,
            @Reference ModelRepository models,
            @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.sensor = sensor;
        this.detector = detector;
        this.models = models;
        this.configurations = configurations;
    }

    @Override
    public Object execute(CommandSession session, List<Object> words) throws Exception {
        int swaps = DEFAULT_SWAPS;
        int rate = DEFAULT_RATE;
        boolean json = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).toString();
            if (word.equals("--json")) {
                json = true;
            } else if (word.equals("--swaps") && i + 1 < words.size()) {
                swaps = number(word, words.get(++i), 2, MOST_SWAPS);
            } else if (word.equals("--rate") && i + 1 < words.size()) {
                rate = number(word, words.get(++i), 0, MOST_RATE);
            } else {
                throw new SoakFailure(
                        "ldpi:bench-swap does not know '" + word + "'; it takes [--swaps N] [--rate N] [--json]");
            }
        }
        if (!running.compareAndSet(false, true)) {
            throw new SoakFailure("a soak is running already");
        }
        try {
            run(swaps, rate, json, session.getConsole());
        } finally {
            running.set(false);
        }
        return null;
    }

    private static int number(String option, Object text, int least, int most) throws SoakFailure {
        try {
            int number = Integer.parseInt(text.toString());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new SoakFailure(option + ": '" + text + "' is not a whole number", e);
        }
        throw new SoakFailure(option + ": " + text + " is not within " + least + " to " + most);
    }

    private void run(int swaps, int rate, boolean json, PrintStream out) throws Exception {
        Configuration configuration = configurations.getConfiguration(DETECTOR_PID, "?");
        Dictionary<String, Object> before = configuration.getProperties();
        Map<String, Object> during = new HashMap<>(before == null ? Map.of() : FrameworkUtil.asMap(before));
        during.put(THRESHOLD, NO_SCORE);
        configuration.update(FrameworkUtil.asDictionary(during));
        try {
            awaitThreshold();
            PrintStream progress = json ? new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8") : out;
            SoakResult result = new SwapSoak(sensor, detector, models, progress).run(swaps, rate, this::listen);
            if (json) {
                out.println(result.json());
            } else {
                result.print(out);
            }
        } finally {
            restore(configuration, before);
        }
    }

    private Runnable listen(VerdictTally tally) {
        ServiceRegistration<VerdictListener> registration = context.registerService(VerdictListener.class, tally, null);
        return registration::unregister;
    }

    private void awaitThreshold() throws SoakFailure, InterruptedException {
        for (int looks = 0; looks < THRESHOLD_LOOKS; looks++) {
            var now = detector.status().threshold();
            if (now == null || now.value() == NO_SCORE) {
                return;
            }
            Thread.sleep(THRESHOLD_LOOK_MILLIS);
        }
        throw new SoakFailure("the detector does not take the soak's threshold; ldpi:status tells why");
    }

    private static void restore(Configuration configuration, Dictionary<String, Object> before) throws IOException {
        if (before == null) {
            configuration.delete();
        } else {
            configuration.update(before);
        }
    }
}
