package org.ldpi.api.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A listener that sends alerts to an output made from its configuration, and to another when that changes. Options that cannot be
 * are refused as a whole: the output before stays in use. Thread-safe.
 */
@ConsumerType
public abstract class ConfiguredOutput implements AnomalyListener {
    private final String pid;
    private AlertOutput output;
    private String refused;

    /** @param pid of the configuration, named in messages */
    protected ConfiguredOutput(String pid) {
        this.pid = pid;
        this.refused = pid + ": not configured";
    }

    /**
     * Goes on with another output; the one before is closed.
     *
     * @param made throws an {@link IllegalArgumentException} when an option is not as it should be
     * @return one line when the options were refused
     */
    protected final synchronized Optional<String> use(Supplier<? extends AlertOutput> made) {
        try {
            AlertOutput next = made.get();
            Optional<String> unclosed = close();
            output = next;
            return unclosed;
        } catch (IllegalArgumentException e) {
            refused = pid + ": configuration refused: " + e.getMessage();
            return Optional.of(refused);
        }
    }

    @Override
    public final synchronized void onAnomaly(Alert alert) {
        if (output == null) {
            throw new IllegalStateException(refused);
        }
        try {
            output.send(alert);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Closes the output; an alert that comes after that is refused.
     *
     * @return one line when it could not be closed in order
     */
    protected final synchronized Optional<String> close() {
        if (output == null) {
            return Optional.empty();
        }
        AlertOutput before = output;
        output = null;
        refused = pid + ": closed";
        try {
            before.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(pid + ": cannot be closed: " + e.getMessage());
        }
    }
}
