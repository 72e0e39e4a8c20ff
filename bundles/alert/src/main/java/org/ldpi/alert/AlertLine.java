package org.ldpi.alert;

import java.util.Locale;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.detector.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An alert as one log line that begins with {@code ALERT}. */
final class AlertLine implements BufferedOutput.Sink {
    static final String NAME = "log";

    private static final Logger LOG = LoggerFactory.getLogger("org.ldpi.alert");

    @Override
    public void send(Alert alert) {
        LOG.warn(format(alert));
    }

    static String format(Alert alert) {
        Verdict verdict = alert.verdict();
        return String.format(
                Locale.ROOT,
                "ALERT %d %s %s score %.6g over %.6g (%s) packets %d %s model %s",
                alert.id(),
                alert.time(),
                verdict.flow().key(),
                verdict.score(),
                verdict.threshold().value(),
                verdict.threshold().policy(),
                verdict.flow().packets(),
                verdict.flow().close(),
                verdict.model());
    }
}
