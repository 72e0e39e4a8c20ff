package org.ldpi.itest;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Every verdict while it is open, received as a host would receive them. */
final class Verdicts implements AutoCloseable {
    private final List<Verdict> received = new CopyOnWriteArrayList<>();
    private final ServiceRegistration<VerdictListener> registration;

    private Verdicts(BundleContext context) {
        registration = context.registerService(VerdictListener.class, received::add, null);
    }

    static Verdicts listen(BundleContext context) {
        return new Verdicts(context);
    }

    List<Verdict> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
