package org.ldpi.api.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfiguredOutputTest {
    private final List<String> happened = new ArrayList<>();
    private final Configured configured = new Configured();

    private static final class Configured extends ConfiguredOutput {
        Configured() {
            super("org.ldpi.some");
        }
    }

    private final class Recorded implements AlertOutput {
        private final String name;
        private final String blocked;

        Recorded(String name, String blocked) {
            this.name = name;
            this.blocked = blocked;
        }

        @Override
        public void send(Alert alert) throws IOException {
            if (blocked != null) {
                throw new IOException(blocked);
            }
            happened.add(name + " sent");
        }

        @Override
        public void close() {
            happened.add(name + " closed");
        }
    }

    @Test
    void anotherConfigurationIsAnotherOutputAndTheOneBeforeIsClosed() {
        configured.use(() -> new Recorded("first", null));
        configured.onAnomaly(null);
        configured.use(() -> new Recorded("second", null));
        configured.onAnomaly(null);
        configured.close();
        assertEquals(List.of("first sent", "first closed", "second sent", "second closed"), happened);
        assertThrows(IllegalStateException.class, () -> configured.onAnomaly(null));
    }

    @Test
    void optionsThatCannotBeLeaveTheOutputInUseAndAreTold() {
        configured.use(() -> new Recorded("first", null));
        Optional<String> told = configured.use(() -> {
            throw new IllegalArgumentException("port 0 is none");
        });
        configured.onAnomaly(null);
        assertEquals(Optional.of("org.ldpi.some: configuration refused: port 0 is none"), told);
        assertEquals(List.of("first sent"), happened);
    }

    @Test
    void withoutAnOutputTheReasonIsNamed() {
        configured.use(() -> {
            throw new IllegalArgumentException("port 0 is none");
        });
        assertEquals(
                "org.ldpi.some: configuration refused: port 0 is none",
                assertThrows(IllegalStateException.class, () -> configured.onAnomaly(null))
                        .getMessage());
    }

    @Test
    void aBlockedWayIsToldAsWhatIsTriedAgain() {
        configured.use(() -> new Recorded("first", "no route"));
        assertEquals(
                "no route",
                assertThrows(UncheckedIOException.class, () -> configured.onAnomaly(null))
                        .getMessage());
    }
}
