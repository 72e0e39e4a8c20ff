package org.ldpi.lab.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.ldpi.lab.scenario.Scenario;

/**
 * Addresses and hosts of one day, drawn from the seed: subnets, host numbers, MACs, TTLs. What a host is like does not
 * depend on whether it will attack.
 *
 * @param subnets client subnets, then the servers' subnet last
 * @param clients hosts of the client subnets
 * @param servers hosts of the server subnet, in the scenario's order
 */
public record Layout(List<Subnet> subnets, List<Host> clients, List<Host> servers) {
    // Windows and network gear start at 128 and 255; most hosts of a Linux mesh at 64.
    private static final Scenario.Network SERVERS =
            new Scenario.Network("servers", 0, 0, 0, 1.0, false, Scenario.Link.PERFECT);
    private static final int[] TTLS = {64, 64, 64, 64, 128, 255};
    // Common vendors of network cards; the lower half is drawn.
    private static final String[] VENDORS = {"00:1b:21", "3c:fd:fe", "dc:a6:32", "b8:27:eb", "00:0d:b9", "f4:4d:30"};

    /**
     * Draws hosts and addresses.
     *
     * @param scenario the day
     * @param seeds the day's random sources
     * @return hosts and addresses
     */
    public static Layout of(Scenario scenario, Seeds seeds) {
        Random random = seeds.random("layout");
        int site = 1 + random.nextInt(250);
        String site6 =
                "fd" + String.format(Locale.ROOT, "%02x:%x:%x", random.nextInt(256), 1 + random.nextInt(0xfffe), site);
        List<Integer> octets = distinct(random, scenario.networks().size() + 1, 1, 250);
        List<Subnet> subnets = new ArrayList<>();
        List<Host> clients = new ArrayList<>();
        for (int i = 0; i < scenario.networks().size(); i++) {
            Scenario.Network network = scenario.networks().get(i);
            Subnet subnet = subnet(network.name(), site, site6, octets.get(i), network);
            subnets.add(subnet);
            List<Integer> numbers = distinct(random, network.clients(), 2, 253);
            int dual = (int) Math.round(network.dualStack() * network.clients());
            for (int h = 0; h < network.clients(); h++) {
                clients.add(host(random, network.name() + (h + 1), i, subnet, numbers.get(h), h < dual));
            }
        }
        Subnet serverSubnet = subnet("servers", site, site6, octets.get(octets.size() - 1), SERVERS);
        subnets.add(serverSubnet);
        List<Integer> numbers = distinct(random, scenario.servers().size(), 2, 253);
        List<Host> servers = new ArrayList<>();
        for (int s = 0; s < scenario.servers().size(); s++) {
            servers.add(host(
                    random, scenario.servers().get(s).name(), subnets.size() - 1, serverSubnet, numbers.get(s), true));
        }
        return new Layout(List.copyOf(subnets), List.copyOf(clients), List.copyOf(servers));
    }

    private static Subnet subnet(String name, int site, String site6, int octet, Scenario.Network network) {
        return new Subnet(
                name,
                "10." + site + "." + octet,
                site6 + ":" + Integer.toHexString(octet),
                254,
                network.hops(),
                network.megabits(),
                network.mesh(),
                network.link());
    }

    private static Host host(Random random, String name, int index, Subnet subnet, int number, boolean dual) {
        String mac = String.format(
                Locale.ROOT,
                "%s:%02x:%02x:%02x",
                VENDORS[random.nextInt(VENDORS.length)],
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(256));
        int ttl = TTLS[random.nextInt(TTLS.length)];
        TcpSettings tcp = TcpSettings.draw(random);
        double weight = 0.5 + random.nextDouble();
        return new Host(name, index, subnet.ip4(number), dual ? subnet.ip6(number) : "", mac, ttl, tcp, weight);
    }

    private static List<Integer> distinct(Random random, int count, int low, int high) {
        Set<Integer> drawn = new LinkedHashSet<>();
        while (drawn.size() < count) {
            drawn.add(low + random.nextInt(high - low + 1));
        }
        return new ArrayList<>(drawn);
    }

    /** The servers' subnet. */
    public Subnet serverSubnet() {
        return subnets.get(subnets.size() - 1);
    }

    /** All hosts, clients first. */
    public List<Host> hosts() {
        List<Host> hosts = new ArrayList<>(clients);
        hosts.addAll(servers);
        return hosts;
    }
}
