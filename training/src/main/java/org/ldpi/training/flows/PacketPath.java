package org.ldpi.training.flows;

import java.util.List;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.flow.FlowTableFactory;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.capture.FileCaptureProvider;
import org.ldpi.capture.LiveCaptureProvider;
import org.ldpi.flow.FlowTables;
import org.ldpi.quantizer.ClassicQuantizer;
import org.ldpi.quantizer.RobustQuantizer;

/**
 * What every capture is read with, by its classes: to look these up as {@link Services} would take as long as reading a
 * small capture.
 */
public final class PacketPath {
    private PacketPath() {}

    /** Captures in files. */
    public static CaptureProvider files() {
        return new FileCaptureProvider();
    }

    /** Captures of network interfaces. */
    public static CaptureProvider live() {
        return new LiveCaptureProvider();
    }

    public static FlowTableFactory tables() {
        return new FlowTables();
    }

    /**
     * The quantizer of a profile.
     *
     * @throws IllegalArgumentException when there is no such profile; the message says which there are
     */
    public static Quantizer quantizer(String profile) {
        return switch (profile) {
            case Quantizer.ROBUST -> new RobustQuantizer();
            case Quantizer.CLASSIC -> new ClassicQuantizer();
            default ->
                throw new IllegalArgumentException(
                        "'" + profile + "' is none of " + List.of(Quantizer.CLASSIC, Quantizer.ROBUST));
        };
    }
}
