package org.ldpi.alert.syslog;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertFormat;
import org.ldpi.api.alert.AnomalyListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Syslog as an output; its configuration's {@code enabled} is a service property that switches it. */
@Component(
        service = AnomalyListener.class,
        configurationPid = SyslogOptions.PID,
        property = AnomalyListener.OUTPUT + "=syslog")
@Designate(ocd = SyslogConfiguration.class)
public final class SyslogComponent implements AnomalyListener {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogComponent.class);

    private final AlertFormat eve;
    private SyslogOutput output;
    private String refused = "not configured";

    @Activate
    public SyslogComponent(
            @Reference(target = "(" + AlertFormat.NAME + "=" + AlertFormat.EVE + ")") AlertFormat eve,
            SyslogConfiguration configuration) {
        this.eve = eve;
        configure(configuration);
    }

    /** Options that cannot be are refused as a whole: those before stay in force. */
    @Modified
    synchronized void configure(SyslogConfiguration configuration) {
        try {
            SyslogOutput next = new SyslogOutput(SyslogOptions.of(configuration), eve);
            close();
            output = next;
        } catch (RuntimeException e) {
            refused = SyslogOptions.PID + ": configuration refused: " + e.getMessage();
            LOG.error(refused);
        }
    }

    @Override
    public synchronized void onAnomaly(Alert alert) {
        if (output == null) {
            throw new IllegalStateException(refused);
        }
        try {
            output.send(alert);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Deactivate
    synchronized void close() {
        if (output != null) {
            output.close();
        }
    }
}
