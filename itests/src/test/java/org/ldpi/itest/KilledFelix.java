package org.ldpi.itest;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A plain Felix that activates models, makes them the shadow and promotes them until somebody kills it. It says
 * {@code now MODEL} whenever a model is active by what the repository's status says, and {@code next MODEL} before it asks
 * for another one. What is installed stays installed for the next process on the same storage.
 */
final class KilledFelix {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Object models;
    private final PrintStream out;

    private KilledFelix(Object models, PrintStream out) {
        this.models = models;
        this.out = out;
    }

    /** Storage, seed, number of models, and the bundles to install where nothing is installed yet. */
    public static void main(String[] words) {
        try {
            start(words);
        } catch (Exception e) {
            e.printStackTrace();
            // The framework's threads would keep the process up, and whoever reads from it waiting.
            System.exit(1);
        }
    }

    private static void start(String[] words) throws Exception {
        Framework felix = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, words[0]));
        felix.start();
        BundleContext context = felix.getBundleContext();
        if (context.getBundles().length == 1) {
            install(context, List.of(words).subList(3, words.length));
        }
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(
                context, context.createFilter("(objectClass=org.ldpi.api.model.ModelRepository)"), null);
        tracker.open(true);
        Object repository = tracker.waitForService(TimeUnit.MINUTES.toMillis(2));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new KilledFelix(repository, out)
                .run(Integer.parseInt(words[2]), new SplittableRandom(Long.parseLong(words[1])));
    }

    private static void install(BundleContext context, List<String> jars) throws Exception {
        List<Bundle> installed = new ArrayList<>();
        for (String jar : jars) {
            installed.add(context.installBundle(Path.of(jar).toUri().toString()));
        }
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    private void run(int number, SplittableRandom random) throws Exception {
        List<String> ids = awaitModels(number);
        while (true) {
            out.println("now " + inState("ACTIVE"));
            String id = ids.get(random.nextInt(ids.size()));
            try {
                switch (random.nextInt(3)) {
                    case 0 -> call(models, "shadow", id);
                    case 1 -> promote();
                    default -> {
                        out.println("next " + id);
                        call(models, "activate", id);
                    }
                }
            } catch (InvocationTargetException e) {
                // The shadow is the active one, or there is none: another command comes.
                out.println("refused " + e.getCause().getMessage());
            }
        }
    }

    private void promote() throws Exception {
        String shadow = inState("SHADOW");
        if (!shadow.isEmpty()) {
            out.println("next " + shadow);
            call(models, "promote");
        }
    }

    /** Waits until all have been looked at and one serves. */
    private List<String> awaitModels(int number) throws Exception {
        while (entries().size() < number
                || inState("ACTIVE").isEmpty()
                || !inState("FOUND").isEmpty()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        List<String> ids = new ArrayList<>();
        for (Object entry : entries()) {
            ids.add(call(entry, "id").toString());
        }
        return ids;
    }

    private String inState(String state) throws Exception {
        StringBuilder ids = new StringBuilder();
        for (Object entry : entries()) {
            if (call(entry, "state").toString().equals(state)) {
                ids.append(ids.isEmpty() ? "" : ",").append(call(entry, "id"));
            }
        }
        return ids.toString();
    }

    private List<?> entries() throws Exception {
        return (List<?>) call(models, "list");
    }

    /** The types are those of the bundles, which this class path does not have. */
    private static Object call(Object of, String method, Object... arguments) throws Exception {
        Class<?>[] types = new Class<?>[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i].getClass();
        }
        return of.getClass().getMethod(method, types).invoke(of, arguments);
    }
}
