package org.ldpi.training.flows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Function;
import org.ldpi.api.encoder.EncoderArchitecture;

/** The bundles' services outside of OSGi, found on the class path by the JDK's service loader. */
public final class Services {
    private Services() {}

    /**
     * The first service of that name; those behind it are not loaded.
     *
     * @throws IllegalArgumentException when there is none; the message says which there are
     */
    public static <T> T named(Class<T> type, Function<T, String> naming, String name) {
        List<String> others = new ArrayList<>();
        for (T service : ServiceLoader.load(type)) {
            String given = naming.apply(service);
            if (given.equals(name)) {
                return service;
            }
            others.add(given);
        }
        throw new IllegalArgumentException("'" + name + "' is none of " + new TreeSet<>(others));
    }

    /**
     * The architecture of that name, of several the preferred one.
     *
     * @throws IllegalArgumentException when there is none; the message says which there are
     */
    public static EncoderArchitecture architecture(String name) {
        return architecture(name, "");
    }

    /**
     * The architecture of that name on an engine.
     *
     * @param engine empty for the preferred one
     * @throws IllegalArgumentException when there is none; the message says which there are
     */
    public static EncoderArchitecture architecture(String name, String engine) {
        List<EncoderArchitecture> all = all(EncoderArchitecture.class);
        return all.stream()
                .filter(architecture -> architecture.name().equals(name))
                .filter(architecture ->
                        engine.isEmpty() || architecture.engine().equals(engine))
                .max(Comparator.comparingInt(EncoderArchitecture::preference))
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "'"
                        + (engine.isEmpty() ? "" : " on the engine '" + engine + "'") + " is none of "
                        + all.stream()
                                .map(architecture -> architecture.name() + " on " + architecture.engine())
                                .sorted()
                                .toList()));
    }

    /** All services of a type. */
    public static <T> List<T> all(Class<T> type) {
        List<T> services = new ArrayList<>();
        ServiceLoader.load(type).forEach(services::add);
        return services;
    }
}
