package org.ldpi.alert.syslog;

import org.ldpi.api.alert.AlertFormat;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.ConfiguredOutput;
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
public final class SyslogComponent extends ConfiguredOutput {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogComponent.class);

    private final AlertFormat eve;

    @Activate
    public SyslogComponent(
            @Reference(target = "(" + AlertFormat.NAME + "=" + AlertFormat.EVE + ")") AlertFormat eve,
            SyslogConfiguration configuration) {
        super(SyslogOptions.PID);
        this.eve = eve;
        configure(configuration);
    }

    @Modified
    void configure(SyslogConfiguration configuration) {
        use(() -> new SyslogOutput(SyslogOptions.of(configuration), eve)).ifPresent(LOG::error);
    }

    @Deactivate
    void deactivate() {
        close().ifPresent(LOG::warn);
    }
}
