package org.ldpi.alert;

import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertFormat;
import org.osgi.service.component.annotations.Component;

/** EVE JSON as a service, for outputs of other bundles. */
@Component(service = AlertFormat.class, property = AlertFormat.NAME + "=" + AlertFormat.EVE)
public final class EveFormat implements AlertFormat {
    @Override
    public String line(Alert alert) {
        return EveJson.line(alert);
    }
}
