package org.ldpi.model;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ldpi.model.jar.ModelJar;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/** The extender: started bundles that say they hold a model are handed to the repository. */
final class ModelTracker implements BundleTrackerCustomizer<Long>, AutoCloseable {
    /** Receives what was found. */
    interface Receiver {
        /** Is to say {@link #seen} as soon as it reads the bundle. */
        void found(long key, String name, String origin, Bundle bundle);

        void lost(long key);
    }

    private final BundleContext context;
    private final Receiver receiver;
    private final BundleTracker<Long> tracker;
    /** Bundles that the repository has read, or began to. */
    private final Set<Long> seen = ConcurrentHashMap.newKeySet();

    ModelTracker(BundleContext context, Receiver receiver) {
        this.context = context;
        this.receiver = receiver;
        tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, this);
    }

    void open() {
        tracker.open();
    }

    /** Whether a model's bundle is installed and will start, but has not been read yet. */
    boolean moreToCome() {
        for (Bundle bundle : context.getBundles()) {
            if (holdsModel(bundle)
                    && !seen.contains(bundle.getBundleId())
                    && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Long addingBundle(Bundle bundle, BundleEvent event) {
        if (!holdsModel(bundle)) {
            return null;
        }
        long key = bundle.getBundleId();
        receiver.found(
                key,
                bundle.getSymbolicName() + ":" + bundle.getVersion(),
                "bundle " + key + " (" + bundle.getLocation() + ")",
                bundle);
        return key;
    }

    /** A bundle's model has come. */
    void seen(Bundle bundle) {
        seen.add(bundle.getBundleId());
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Long key) {
        // From starting to active: nothing that matters to a model.
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Long key) {
        seen.remove(key);
        receiver.lost(key);
    }

    @Override
    public void close() {
        tracker.close();
    }

    private static boolean holdsModel(Bundle bundle) {
        return bundle.getHeaders("").get(ModelJar.HEADER) != null;
    }
}
