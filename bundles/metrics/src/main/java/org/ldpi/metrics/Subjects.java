package org.ldpi.metrics;

import java.util.function.Supplier;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.drift.DriftMonitor;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.sensor.Sensor;

/** What is measured; each may be null while its bundle is away. */
record Subjects(
        Supplier<Sensor> sensor,
        Supplier<Detector> detector,
        Supplier<AlertLog> alerts,
        Supplier<IncidentLog> incidents,
        Supplier<Blocklist> blocklist,
        Supplier<HeadCaptures> captures,
        Supplier<DriftMonitor> drift,
        Supplier<Recalibration> recalibration) {}
