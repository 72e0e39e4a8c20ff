package org.ldpi.shell.command;

import java.util.List;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.drift.DriftMonitor;
import org.ldpi.api.explain.Explainer;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The services that the commands speak to.
 *
 * @param incidents null where flows are not tested together
 * @param drift null where nobody compares scores with the calibration
 * @param recalibration null where nothing recalibrates
 * @param explainer null where nobody explains
 * @param blocklist null where nothing is blocked
 * @param captures null where heads are not written
 * @param serving the active model, or null
 * @param policies the threshold policies that are there now
 * @param context of the shell's bundle, to listen to alerts while a replay is followed
 */
public record Controller(
        Sensor sensor,
        Detector detector,
        ModelRepository models,
        AlertLog alerts,
        IncidentLog incidents,
        DriftMonitor drift,
        Recalibration recalibration,
        Explainer explainer,
        Blocklist blocklist,
        HeadCaptures captures,
        ServingModel serving,
        List<ThresholdPolicy> policies,
        ConfigurationAdmin configurations,
        BundleContext context) {}
