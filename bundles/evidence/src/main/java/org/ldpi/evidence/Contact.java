package org.ldpi.evidence;

import java.net.InetAddress;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;

/**
 * Who asked whom for what, in a one-way flow.
 *
 * @param client who asks
 * @param service the service asked for
 * @param fromClient whether the flow is the question, or the answer
 */
record Contact(InetAddress client, Service service, boolean fromClient) {
    /**
     * A service of a host.
     *
     * @param port 0 where the protocol has none
     */
    record Service(InetAddress host, int port, int protocol) {}

    /** The client of a service that is known is on the other side; else the lower port is the service's. */
    static Contact of(Flow flow, KnownServices known) {
        FlowKey key = flow.key();
        Service destination = new Service(key.destination(), key.destinationPort(), key.protocol());
        if (known.contains(destination)) {
            return new Contact(key.source(), destination, true);
        }
        Service source = new Service(key.source(), key.sourcePort(), key.protocol());
        if (known.contains(source) || key.sourcePort() < key.destinationPort()) {
            return new Contact(key.destination(), source, false);
        }
        return new Contact(key.source(), destination, true);
    }
}
