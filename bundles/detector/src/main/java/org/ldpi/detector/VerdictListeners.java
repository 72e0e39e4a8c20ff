package org.ldpi.detector;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of verdicts. One that throws is counted, logged the first time, and told on. */
final class VerdictListeners {
    private static final Logger LOG = LoggerFactory.getLogger(VerdictListeners.class);

    private record Registered(VerdictListener listener, AtomicLong failures) {}

    private final List<Registered> registered = new CopyOnWriteArrayList<>();

    void add(VerdictListener listener) {
        registered.add(new Registered(listener, new AtomicLong()));
    }

    void remove(VerdictListener listener) {
        registered.removeIf(r -> r.listener == listener);
    }

    void tell(Verdict verdict) {
        for (Registered r : registered) {
            try {
                r.listener.onVerdict(verdict);
            } catch (RuntimeException | LinkageError e) {
                // One line with its cause the first time; a listener that always fails must not fill the log.
                if (r.failures.getAndIncrement() == 0) {
                    LOG.warn("verdict listener {} failed; further failures are counted", name(r.listener), e);
                }
            }
        }
    }

    /** One line that names listeners that failed and how often; empty when none did. */
    String problem() {
        StringBuilder text = new StringBuilder();
        for (Registered r : registered) {
            long failures = r.failures.get();
            if (failures > 0) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append("verdict listener ")
                        .append(name(r.listener))
                        .append(" failed ")
                        .append(failures)
                        .append(failures == 1 ? " time" : " times");
            }
        }
        return text.toString();
    }

    private static String name(VerdictListener listener) {
        return listener.getClass().getName();
    }
}
