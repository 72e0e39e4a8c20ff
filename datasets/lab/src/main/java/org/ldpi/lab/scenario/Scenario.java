package org.ldpi.lab.scenario;

import java.util.List;

/**
 * What one day of the lab is made of, as read from a scenario file. Immutable.
 *
 * @param name the scenario's name
 * @param description one line for {@code lab list}
 * @param day name of the day's folder in the data set
 * @param seed seed used where the command line gives none
 * @param minutes length of the day, minutes of wall time
 * @param segments number of capture files the day is cut into
 * @param snaplen bytes kept of a packet, link header included
 * @param encapsulation what the frames of the captures are wrapped in
 * @param shuffled whether the seed decides which server runs which service
 * @param networks client networks, each behind the core router
 * @param servers hosts of the server network
 * @param normal normal load
 * @param attacks attacks; a day without any is a normal day
 */
public record Scenario(
        String name,
        String description,
        String day,
        long seed,
        int minutes,
        int segments,
        int snaplen,
        Encapsulation encapsulation,
        boolean shuffled,
        List<Network> networks,
        List<Server> servers,
        List<Load> normal,
        List<Attack> attacks) {

    /**
     * A network of clients.
     *
     * @param name its name, used for host names
     * @param clients number of hosts, 1 to 50
     * @param hops routers between a client and the servers, 1 to 6
     * @param megabits rate of the network's uplink, Mbit/s; 0 for no limit
     * @param dualStack share of the hosts that also have IPv6, 0 to 1
     * @param mesh whether there is a second way to the servers, longer by a router; which one a packet takes depends on
     *     client and server, and may differ between there and back
     * @param link what the network's uplink does to packets
     */
    public record Network(
            String name, int clients, int hops, int megabits, double dualStack, boolean mesh, Link link) {}

    /**
     * A link that is not perfect.
     *
     * @param delayMillis delay of each packet and direction, ms
     * @param jitterMillis what may come on top of it, ms; packets keep their order
     * @param loss share of the packets that are lost, in bursts, 0 to 0.5
     */
    public record Link(double delayMillis, double jitterMillis, double loss) {
        /** A link that does nothing to packets. */
        public static final Link PERFECT = new Link(0, 0, 0);
    }

    /** What the frames of the captures are wrapped in, as on a trunk port or inside a mesh. */
    public enum Encapsulation {
        /** Nothing. */
        NONE,
        /** A VLAN tag (IEEE 802.1Q) for each client network. */
        VLAN,
        /** batman-adv unicast, as between two nodes of a mesh. */
        BATMAN
    }

    /**
     * A host of the server network.
     *
     * @param name its name in DNS
     * @param services what it runs
     */
    public record Server(String name, List<Service> services) {}

    /**
     * A service and where it listens.
     *
     * @param name one of the lab's services
     * @param port TCP or UDP port
     */
    public record Service(String name, int port) {}

    /**
     * Normal load of one kind.
     *
     * @param activity an activity of the lab
     * @param perMinute mean number started per minute over all clients (Poisson)
     */
    public record Load(String activity, double perMinute) {}

    /**
     * Attacks of one kind.
     *
     * @param activity an activity of the lab
     * @param times how often in the day
     * @param tool program to use, empty for the activity's first
     * @param size its bound in its own unit: ports of a scan, guesses, packets of a flood, connections
     */
    public record Attack(String activity, int times, String tool, int size) {}

    /** The same day with its services on other servers. */
    public Scenario with(List<Server> placed) {
        return new Scenario(
                name,
                description,
                day,
                seed,
                minutes,
                segments,
                snaplen,
                encapsulation,
                shuffled,
                networks,
                placed,
                normal,
                attacks);
    }

    /** Whether the day has attacks. */
    public boolean mixed() {
        return !attacks.isEmpty();
    }
}
