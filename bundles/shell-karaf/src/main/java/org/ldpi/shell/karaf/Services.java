package org.ldpi.shell.karaf;

import java.util.Objects;
import java.util.stream.Stream;
import org.ldpi.shell.command.CommandFailure;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Services as they are at the moment, looked up at each call: a reference that Karaf injects would have it take all commands
 * away and register them anew whenever one of these services or its properties change, as at every swap.
 */
final class Services {
    private Services() {}

    /** A service that one can do without, or null. */
    static <T> T optional(BundleContext context, Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? null : context.getService(reference);
    }

    /** A service without which there is nothing to do. */
    static <T> T required(BundleContext context, Class<T> type) throws CommandFailure {
        T service = optional(context, type);
        if (service == null) {
            throw new CommandFailure(
                    "there is no " + type.getSimpleName() + ": the bundle that provides it is not active");
        }
        return service;
    }

    /** All services of a type, at present. */
    static <T> Stream<T> all(BundleContext context, Class<T> type) {
        return all(context, type, null);
    }

    /**
     * All services of a type, at present.
     *
     * @param filter which of them, in the framework's syntax; null for all
     */
    static <T> Stream<T> all(BundleContext context, Class<T> type, String filter) {
        try {
            return context.getServiceReferences(type, filter).stream()
                    .map(context::getService)
                    .filter(Objects::nonNull);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(filter, e);
        }
    }
}
