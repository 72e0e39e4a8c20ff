package org.ldpi.soak;

import java.io.PrintStream;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.sensor.Sensor;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code ldpi:bench-outputs FILE [--rounds N] [--replays N] [--json]}: see {@link OutputsBenchmark}. For a controller that does
 * nothing else: its configuration is another afterwards.
 */
@Component(
        service = Function.class,
        property = {"osgi.command.scope=ldpi", "osgi.command.function=bench-outputs"})
public final class OutputsCommand implements Function {
    private static final int DEFAULT_ROUNDS = 5;
    private static final int DEFAULT_REPLAYS = 24;
    private static final int MOST = 1_000;

    private final OutputsBenchmark.Controller controller;

    @Activate
    public OutputsCommand(
            BundleContext context,
            @Reference Sensor sensor,
            @Reference Detector detector,
            @Reference AlertLog alerts,
            @Reference IncidentLog incidents,
            @Reference Blocklist blocklist,
            @Reference ConfigurationAdmin configurations) {
        controller = new OutputsBenchmark.Controller(
                context, sensor, detector, alerts, incidents, blocklist, configurations);
    }

    @Override
    public Object execute(CommandSession session, List<Object> words) throws Exception {
        String file = null;
        int rounds = DEFAULT_ROUNDS;
        int replays = DEFAULT_REPLAYS;
        boolean json = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).toString();
            if (word.equals("--json")) {
                json = true;
            } else if (word.equals("--rounds") && i + 1 < words.size()) {
                rounds = positive(word, words.get(++i).toString());
            } else if (word.equals("--replays") && i + 1 < words.size()) {
                replays = positive(word, words.get(++i).toString());
            } else if (file == null && !word.startsWith("-")) {
                file = word;
            } else {
                throw new SoakFailure("ldpi:bench-outputs does not know '" + word
                        + "'; it takes FILE [--rounds N] [--replays N] [--json]");
            }
        }
        if (file == null) {
            throw new SoakFailure("ldpi:bench-outputs: which capture?");
        }
        SoakResult result = new OutputsBenchmark(controller, file, replays).run(rounds);
        PrintStream out = session.getConsole();
        if (json) {
            out.println(result.json());
        } else {
            result.print(out);
        }
        return null;
    }

    private static int positive(String option, String text) throws SoakFailure {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new SoakFailure(option + ": '" + text + "' is not a whole number", e);
        }
        throw new SoakFailure(option + ": " + text + " is not within 1 to " + MOST);
    }
}
