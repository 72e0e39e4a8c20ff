package org.ldpi.alert;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.ConfiguredOutput;
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
public final class EveComponent extends ConfiguredOutput {
    static final String PID = "org.ldpi.alert.eve";
    static final String DEFAULT_FILE = "ldpi-eve.json";
    static final int DEFAULT_ROTATE_MIB = 64;
    static final int DEFAULT_ROTATE_KEEP = 8;

    private static final Logger LOG = LoggerFactory.getLogger(EveComponent.class);

    @Activate
    public EveComponent(EveConfiguration configuration) {
        super(PID);
        configure(configuration);
    }

    @Modified
    void configure(EveConfiguration configuration) {
        use(() -> new EveFile(
                        path(configuration.file()),
                        Rotation.of(configuration.rotate_mib(), configuration.rotate_keep())))
                .ifPresent(LOG::error);
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("file '" + file + "' is no file name: " + e.getReason(), e);
        }
    }

    @Deactivate
    void deactivate() {
        close().ifPresent(LOG::warn);
    }
}
