package org.ldpi.capture;

import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.capture.internal.live.LiveCaptures;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Opens interfaces through libpcap, which must be installed. Needs the right to capture (root, or CAP_NET_RAW and
 * CAP_NET_ADMIN). Thread-safe.
 */
@Component(configurationPid = LiveCaptureProvider.PID, property = CaptureProvider.KIND + "=" + CaptureProvider.LIVE)
@Designate(ocd = LiveCaptureProvider.Options.class)
public final class LiveCaptureProvider implements CaptureProvider {
    /** Of the configuration. */
    public static final String PID = "org.ldpi.capture.live";

    private static final int DEFAULT_KERNEL_BUFFER_MIB = 16;
    private static final int MAX_KERNEL_BUFFER_MIB = 1024;
    private static final int BYTES_PER_MIB = 1024 * 1024;

    /** Holds for captures that are opened from now on. */
    @ObjectClassDefinition(name = "LDPI live capture", description = "How packets are taken from interfaces")
    public @interface Options {
        @AttributeDefinition(
                name = "Kernel buffer",
                description = "MiB of packets that the kernel keeps for each capture until they are taken; the longer"
                        + " the pauses of the process and the faster the link, the more it takes to drop none",
                min = "1",
                max = "" + MAX_KERNEL_BUFFER_MIB)
        int kernelBufferMib() default DEFAULT_KERNEL_BUFFER_MIB;
    }

    private final int kernelBufferBytes;

    /** With the default options. */
    public LiveCaptureProvider() {
        this(DEFAULT_KERNEL_BUFFER_MIB);
    }

    /**
     * With configured options.
     *
     * @throws IllegalArgumentException when one is out of its range
     */
    @Activate
    public LiveCaptureProvider(Options options) {
        this(options.kernelBufferMib());
    }

    private LiveCaptureProvider(int kernelBufferMib) {
        if (kernelBufferMib < 1 || kernelBufferMib > MAX_KERNEL_BUFFER_MIB) {
            throw new IllegalArgumentException(
                    PID + ": kernelBufferMib " + kernelBufferMib + " is not within 1 to " + MAX_KERNEL_BUFFER_MIB);
        }
        this.kernelBufferBytes = kernelBufferMib * BYTES_PER_MIB;
    }

    @Override
    public String kind() {
        return LIVE;
    }

    @Override
    public Capture open(CaptureRequest request) throws CaptureException {
        return LiveCaptures.open(request, kernelBufferBytes);
    }
}
