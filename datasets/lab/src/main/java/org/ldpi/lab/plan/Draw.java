package org.ldpi.lab.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The choices open to one activity: who runs it, against what, with which random numbers.
 *
 * @param random the activity's own random source
 * @param client host it runs on
 * @param site web site, files and names of the day
 * @param services where each service of the day listens
 * @param servers hosts of the server subnet
 * @param tool tool asked for by the scenario, empty for none
 * @param size bound asked for by the scenario, 0 for none
 */
record Draw(
        Random random,
        Host client,
        Site site,
        Map<String, List<Endpoint>> services,
        List<Host> servers,
        String tool,
        int size) {

    /** A service of a server. */
    record Endpoint(Host host, int port) {}

    /** One of the servers that run a service. */
    Endpoint service(String name) {
        List<Endpoint> endpoints = services.get(name);
        return endpoints.get(random.nextInt(endpoints.size()));
    }

    Host server() {
        return servers.get(random.nextInt(servers.size()));
    }

    /** Name of a server in the day's zone. */
    String name(Host host) {
        return host.name() + "." + site.zone();
    }

    /** An address of a server that the client can reach: IPv6 half of the time where both speak it. */
    String address(Host server) {
        return client.dualStack() && server.dualStack() && chance(0.5) ? server.ip6() : server.ip4();
    }

    /** Name of a server, or its address: long-lived set-ups are often configured by address. */
    String nameOrAddress(Host server) {
        return chance(0.4) ? name(server) : address(server);
    }

    /** The tool the scenario asks for, or else this one. */
    String toolOr(String first) {
        return tool.isEmpty() ? first : tool;
    }

    /** An address of the client's own subnet, somebody's or nobody's. */
    String borrowedAddress() {
        String own = client.ip4();
        return own.substring(0, own.lastIndexOf('.') + 1) + between(2, 253);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** A pause for {@code sleep}, seconds with two digits, exponentially distributed and at most four times the mean. */
    String pause(double mean) {
        double seconds = Math.min(4 * mean, -mean * Math.log(1 - random.nextDouble()));
        return String.format(Locale.ROOT, "%.2f", seconds);
    }

    @SafeVarargs
    final <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
