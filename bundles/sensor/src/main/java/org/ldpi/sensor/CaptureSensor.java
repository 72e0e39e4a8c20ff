package org.ldpi.sensor;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorState;
import org.ldpi.api.sensor.SensorStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sensor with at most one open source. The automatic capture of its options starts as soon as a provider of live
 * captures is there, and starts anew when the options name another one; a source that was started by command is left
 * alone.
 */
final class CaptureSensor implements Sensor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureSensor.class);
    private static final Duration LAST_HEADS = Duration.ofSeconds(30);

    private final SensorParts parts;
    private final Clock clock;
    private SensorOptions options;
    /** The automatic capture waits for its provider. */
    private boolean automaticWaits;
    /** What the automatic capture failed on when it was opened. */
    private String automaticFailure = "";
    /** The automatic capture failed, and nobody has said since that it shall not run. */
    private boolean automaticRetries;

    private String optionsProblem = "";
    private boolean automaticRuns;
    private CaptureProvider opener;
    private SourceThreads run;

    CaptureSensor(SensorOptions options, SensorParts parts, Clock clock) {
        this.options = options;
        this.parts = parts;
        this.clock = clock;
    }

    /** Goes by these options from now on. */
    synchronized void options(SensorOptions now) {
        CaptureRequest old = options.automatic();
        int threads = options.threads();
        options = now;
        optionsProblem = "";
        parts.options(now);
        boolean other = !Objects.equals(old, now.automatic()) || (automaticRuns && threads != now.threads());
        if (other) {
            if (automaticRuns) {
                stop();
            }
            automatic();
        }
    }

    /** Says in the status why options that were given are not in force. */
    synchronized void optionsProblem(String problem) {
        optionsProblem = problem;
    }

    /** Starts the automatic capture, where one is configured and no source is open. */
    synchronized void automatic() {
        automaticFailure = "";
        automaticRetries = false;
        automaticWaits = options.automatic() != null;
        tryAutomatic();
    }

    /** Opens the automatic capture again where that failed: an interface may be made or brought up later than we start. */
    synchronized void retryAutomatic() {
        if (automaticRetries && !running()) {
            automaticRetries = false;
            automaticWaits = true;
            tryAutomatic();
        }
    }

    void add(CaptureProvider provider) {
        parts.add(provider);
        tryAutomatic();
    }

    /** A provider goes away, and with it the source that it opened; an automatic capture waits for another. */
    void remove(CaptureProvider provider) {
        parts.remove(provider);
        synchronized (this) {
            if (provider != opener || !running()) {
                return;
            }
            boolean again = automaticRuns;
            LOG.warn("{}: stopped, its capture provider goes away", run.name());
            stop();
            automaticWaits = again;
        }
        tryAutomatic();
    }

    private synchronized void tryAutomatic() {
        if (!automaticWaits || parts.provider(CaptureProvider.LIVE) == null) {
            return;
        }
        automaticWaits = false;
        try {
            start(options.automatic());
            automaticRuns = true;
        } catch (CaptureException e) {
            if (!e.getMessage().equals(automaticFailure)) {
                LOG.error("automatic capture: {}", e.getMessage());
            }
            automaticFailure = e.getMessage();
            automaticRetries = true;
        }
    }

    @Override
    public synchronized void start(CaptureRequest request) throws CaptureException {
        open(CaptureProvider.LIVE, request, UNLIMITED);
    }

    @Override
    public synchronized void replay(String source, double speed) throws CaptureException {
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new CaptureException("speed " + speed + " is not 0 (as fast as it goes) or a positive number");
        }
        open(CaptureProvider.FILE, CaptureRequest.of(source), speed);
    }

    private void open(String kind, CaptureRequest request, double speed) throws CaptureException {
        if (running()) {
            throw new CaptureException(
                    (run.live() ? "already capturing from " : "already replaying ") + run.name() + "; stop it first");
        }
        CaptureProvider provider = parts.provider(kind);
        if (provider == null) {
            throw new CaptureException(request.source() + ": no capture provider of kind '" + kind + "' is running");
        }
        Capture capture = provider.open(request);
        opener = provider;
        automaticRuns = false;
        automaticFailure = "";
        automaticRetries = false;
        run = new SourceThreads(capture, options.threads(), new SecureRandom().nextLong(), speed, parts, clock);
    }

    @Override
    public void stop() {
        SourceThreads stopped;
        synchronized (this) {
            automaticWaits = false;
            automaticRetries = false;
            if (!running()) {
                return;
            }
            run.stop();
            stopped = run;
        }
        try {
            if (!stopped.await(LAST_HEADS)) {
                LOG.warn("the sensor has not stopped after {} s", LAST_HEADS.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        SourceThreads running;
        synchronized (this) {
            running = run;
        }
        return running == null || running.await(atMost);
    }

    @Override
    public synchronized SensorStatus status() {
        SensorState state;
        String detail;
        if (!running() && automaticWaits) {
            state = SensorState.WAITING;
            detail = "waits for a provider of live captures";
        } else if (!running()) {
            detail = automaticFailure.isEmpty() && run != null ? run.failure() : automaticFailure;
            state = detail.isEmpty() ? SensorState.IDLE : SensorState.FAILED;
        } else if (!parts.missing().isEmpty()) {
            state = SensorState.WAITING;
            detail = parts.missing();
        } else {
            state = run.live() ? SensorState.CAPTURING : SensorState.REPLAYING;
            detail = parts.misfit();
        }
        if (!optionsProblem.isEmpty()) {
            detail = detail.isEmpty() ? optionsProblem : detail + "; " + optionsProblem;
        }
        if (run == null) {
            return new SensorStatus(state, detail, "", null, CaptureStatistics.NONE, FlowCounters.none());
        }
        return new SensorStatus(state, detail, run.name(), run.signature(), run.captured(), run.flows());
    }

    private boolean running() {
        return run != null && run.alive();
    }

    @Override
    public void close() {
        stop();
    }
}
