package org.ldpi.api.sensor;

import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.model.ModelSignature;

/**
 * A sensor's state and counters; the counters are those of the source that is or was last open.
 *
 * @param detail one line: what it waits for or what broke; empty otherwise
 * @param source the file or interface, or empty
 * @param signature how samples are made, or null before the first source
 */
public record SensorStatus(
        SensorState state,
        String detail,
        String source,
        ModelSignature signature,
        CaptureStatistics capture,
        FlowCounters flows) {}
