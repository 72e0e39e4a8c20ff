package org.ldpi.evidence;

import org.ldpi.evidence.Contact.Service;

/** The services that answered, at most {@value #MOST}. Not thread-safe. */
final class KnownServices {
    static final int MOST = 65_536;

    private final LeastRecentlyUsed<Service, Boolean> services = new LeastRecentlyUsed<>(MOST, (service, known) -> {});

    boolean contains(Service service) {
        return services.get(service) != null;
    }

    void add(Service service) {
        services.put(service, Boolean.TRUE);
    }

    int size() {
        return services.size();
    }
}
