package org.ldpi.capture.internal.live;

import java.util.Objects;
import org.ldpi.api.capture.CaptureException;
import org.pcap4j.core.PcapNativeException;

/** Says in one line why an interface cannot be captured from, and what to do. */
final class OpenFailures {
    /** Error codes of pcap_activate(3PCAP). */
    private static final int NO_SUCH_DEVICE = -5;

    private static final int PERMISSION_DENIED = -8;
    private static final int INTERFACE_NOT_UP = -9;
    private static final int PROMISCUOUS_PERMISSION_DENIED = -11;

    private OpenFailures() {}

    static CaptureException explain(String name, PcapNativeException e) {
        String what = switch (Objects.requireNonNullElse(e.getReturnCode(), 0)) {
            case NO_SUCH_DEVICE -> "there is none of that name; `ip link` lists those there are";
            case PERMISSION_DENIED, PROMISCUOUS_PERMISSION_DENIED ->
                "no permission to capture; run as root or with the" + " capabilities CAP_NET_RAW and CAP_NET_ADMIN";
            case INTERFACE_NOT_UP -> "it is down; bring it up with `ip link set " + name + " up`";
            default -> "cannot be opened, " + reason(e);
        };
        return new CaptureException("interface " + name + ": " + what, e);
    }

    static CaptureException badFilter(String name, String filter, PcapNativeException e) {
        return new CaptureException(
                "interface " + name + ": the filter \"" + filter + "\" is not valid, " + reason(e), e);
    }

    static CaptureException noLibrary(String name, LinkageError e) {
        return new CaptureException(
                "interface " + name + ": libpcap cannot be loaded; install it (on Debian: apt-get install libpcap0.8)"
                        + " and start again (" + reason(e) + ")",
                e);
    }

    /** The first line of what a library says. */
    static String reason(Throwable e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        return message.lines().findFirst().orElse(message).strip();
    }
}
