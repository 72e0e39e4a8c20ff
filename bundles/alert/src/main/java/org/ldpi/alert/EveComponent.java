package org.ldpi.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AnomalyListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The EVE JSON file as an output; its configuration's {@code enabled} is a service property that switches it. */
@Component(
        service = AnomalyListener.class,
        configurationPid = EveComponent.PID,
        property = AnomalyListener.OUTPUT + "=eve")
@Designate(ocd = EveConfiguration.class)
public final class EveComponent implements AnomalyListener {
    static final String PID = "org.ldpi.alert.eve";
    static final String DEFAULT_FILE = "ldpi-eve.json";
    static final int DEFAULT_ROTATE_MIB = 64;
    static final int DEFAULT_ROTATE_KEEP = 8;

    private static final Logger LOG = LoggerFactory.getLogger(EveComponent.class);

    private EveFile file = new EveFile(Path.of(DEFAULT_FILE), Rotation.NEVER);

    /** Options that cannot be are refused as a whole: the file before stays in use. */
    @Activate
    @Modified
    synchronized void configure(EveConfiguration configuration) {
        try {
            Path path = Path.of(configuration.file());
            Rotation rotation = Rotation.of(configuration.rotate_mib(), configuration.rotate_keep());
            close();
            file = new EveFile(path, rotation);
        } catch (InvalidPathException e) {
            LOG.error("{}: file '{}' is no file name: {}", PID, configuration.file(), e.getReason());
        } catch (IllegalArgumentException e) {
            LOG.error("{}: configuration refused: {}", PID, e.getMessage());
        }
    }

    @Override
    public synchronized void onAnomaly(Alert alert) {
        try {
            file.append(alert);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Deactivate
    synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("cannot close the EVE file: {}", e.getMessage());
        }
    }
}
