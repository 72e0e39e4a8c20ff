package org.ldpi.alert;

import org.ldpi.api.alert.Alert;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The output that writes each alert as one log line. */
final class AlertLine implements BufferedOutput.Sink {
    static final String NAME = "log";

    private static final Logger LOG = LoggerFactory.getLogger("org.ldpi.alert");

    @Override
    public void send(Alert alert) {
        LOG.warn(alert.line());
    }
}
