package org.ldpi.capture.internal.live;

import java.net.NetworkInterface;
import java.net.SocketException;

/** Tells whether an interface is up. libpcap does not: an interface that goes down just falls silent. */
@FunctionalInterface
interface LinkMonitor {
    /** False when it is known to be down, or without carrier. */
    boolean up();

    /**
     * The monitor of an interface. Those that the system does not list, all of them together ({@code any}) for one,
     * count as up.
     */
    static LinkMonitor of(String name) {
        return () -> {
            try {
                NetworkInterface found = NetworkInterface.getByName(name);
                return found == null || found.isUp();
            } catch (SocketException e) {
                // Gone between the two calls: the handle will say so.
                return true;
            }
        };
    }
}
