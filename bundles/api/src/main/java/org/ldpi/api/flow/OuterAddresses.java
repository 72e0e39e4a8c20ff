package org.ldpi.api.flow;

import java.net.InetAddress;
import java.util.Objects;

/** The ends of the tunnel that a flow came through: the addresses of the outermost packet around its first one. */
public record OuterAddresses(InetAddress source, InetAddress destination) {
    public OuterAddresses {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
    }

    /** For people: {@code 192.0.2.1 > 192.0.2.2}. */
    @Override
    public String toString() {
        return source.getHostAddress() + " > " + destination.getHostAddress();
    }
}
