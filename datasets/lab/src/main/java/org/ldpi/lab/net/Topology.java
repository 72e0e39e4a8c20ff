package org.ldpi.lab.net;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.ldpi.lab.LabException;
import org.ldpi.lab.plan.Activity;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Layout;
import org.ldpi.lab.plan.Subnet;
import org.ldpi.lab.plan.TcpSettings;

/**
 * Builds a day's network: a core router, a router before each subnet that is two hops and more away with further
 * routers between it and the core, a bridge per subnet, a veth pair per host. The sensor sits on the core router's port
 * to the servers, so packets of clients have lost as many hops from their TTL when they are captured. There is no route
 * out of the namespaces.
 *
 * <p>A mesh has two ways between its router and the core, one longer by a router. Which one packets of a client to a
 * server take, and which one the answers, depends on the two hosts, as where nodes choose next hops for themselves.
 */
public final class Topology {
    /** Host whose namespace holds the core router. */
    public static final String CORE = "core";

    /** The core router's interface the sensor listens on. */
    public static final String SENSOR = "brs";

    /** Group of the kernel's netfilter log that the client's packets are reported under. */
    public static final int LOG_GROUP = 1;

    // 10.x.252.0/24 is never drawn for a subnet; it holds the links between routers.
    private static final int TRANSIT_OCTET = 252;
    private static final int MAX_LINKS = 62;
    private static final String NO_OFFLOADS = " tx off rx off tso off gso off gro off > /dev/null";
    private static final long READY_MILLIS = 120_000;

    private final Layout layout;
    private final long seed;
    private final List<String> lossy = new ArrayList<>();
    private Process forwarder;
    private int links;

    /**
     * A network that is not built yet.
     *
     * @param layout hosts and addresses
     * @param seed seed of what the links do to packets
     */
    public Topology(Layout layout, long seed) {
        this.layout = layout;
        this.seed = seed;
    }

    /** Creates namespaces, links, addresses and routes. */
    public void up() throws LabException {
        Namespaces.create(CORE);
        Namespaces.inside(CORE, router());
        forward();
        for (int i = 0; i < layout.subnets().size(); i++) {
            subnet(i, layout.subnets().get(i));
        }
        List<Host> hosts = layout.hosts();
        for (int h = 0; h < hosts.size(); h++) {
            host(h, hosts.get(h));
        }
        for (Host client : layout.clients()) {
            Namespaces.inside(client.name(), ownerLog());
        }
    }

    /**
     * Ends what delays and loses packets.
     *
     * @return what was forwarded and lost on each link and direction, a line each; empty where all links are perfect
     */
    public List<String> close() throws LabException {
        if (forwarder == null) {
            return List.of();
        }
        forwarder.destroy();
        try {
            if (!forwarder.waitFor(10, TimeUnit.SECONDS)) {
                throw new LabException("the program that delays packets does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while the network ended", e);
        }
        return forwarderLog().stream()
                .filter(line -> line.contains(" forwarded, "))
                .toList();
    }

    /** Starts the program that delays and loses packets, if a link needs it; its devices begin in the core. */
    private void forward() throws LabException {
        List<String> links = new ArrayList<>();
        for (Subnet subnet : layout.subnets()) {
            if (imperfect(subnet)) {
                String link = String.format(
                        Locale.ROOT,
                        "%s,%s,%s",
                        subnet.link().delayMillis(),
                        subnet.link().jitterMillis(),
                        subnet.link().loss());
                lossy.add(subnet.name());
                links.add(link);
            }
        }
        if (links.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                Namespaces.of(CORE),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                LossyLinks.class.getName(),
                "" + seed));
        command.addAll(links);
        try {
            Files.createDirectories(LabFolder.ROOT);
            forwarder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(forwarderFile().toFile())
                    .start();
        } catch (IOException e) {
            throw new LabException("the program that delays packets cannot be started: " + e.getMessage(), e);
        }
        long deadline = System.nanoTime() + READY_MILLIS * 1_000_000L;
        while (!forwarderLog().contains(LossyLinks.READY)) {
            if (!forwarder.isAlive() || System.nanoTime() > deadline) {
                throw new LabException("the program that delays packets does not start: " + forwarderLog());
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while the network was built", e);
            }
        }
    }

    private static Path forwarderFile() {
        return LabFolder.ROOT.resolve("links.log");
    }

    private static List<String> forwarderLog() throws LabException {
        try {
            return Files.readAllLines(forwarderFile(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new LabException(forwarderFile() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean imperfect(Subnet subnet) {
        return subnet.link().delayMillis() > 0
                || subnet.link().jitterMillis() > 0
                || subnet.link().loss() > 0;
    }

    /** Name of the router a subnet is attached to. */
    private static String routerOf(int index, Subnet subnet) {
        return subnet.hops() >= 2 ? "router" + index : CORE;
    }

    private static String bridgeOf(int index, Subnet subnet) {
        return subnet.hops() == 0 ? SENSOR : "br" + index;
    }

    private static List<String> router() {
        return List.of(
                "ip link set lo up",
                "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1",
                // Answers may come another way than questions went.
                "sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0",
                "sysctl -qw net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.default.send_redirects=0",
                "sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0");
    }

    private void subnet(int index, Subnet subnet) throws LabException {
        String router = routerOf(index, subnet);
        String bridge = bridgeOf(index, subnet);
        if (!router.equals(CORE)) {
            Namespaces.create(router);
            Namespaces.inside(router, router());
            ways(index, subnet, router);
        }
        List<String> lines = new ArrayList<>(List.of(
                "ip link add " + bridge + " type bridge mcast_snooping 0",
                "ip link set " + bridge + " up",
                "ip addr add " + subnet.router4() + "/24 dev " + bridge,
                "ip addr add " + subnet.router6() + "/64 dev " + bridge + " nodad"));
        if (subnet.megabits() > 0) {
            lines.add("tc qdisc add dev " + bridge + " root tbf rate " + subnet.megabits()
                    + "mbit burst 32kb latency 100ms");
        }
        Namespaces.inside(router, lines);
    }

    /** The ways between a subnet's router and the core, and the routes over them. */
    private void ways(int index, Subnet subnet, String router) throws LabException {
        Way way = way(index, subnet, router, "a", subnet.hops() - 2, imperfect(subnet));
        Namespaces.inside(
                CORE,
                List.of(
                        "ip route add " + subnet.prefix4() + ".0/24 via " + way.first4,
                        "ip -6 route add " + subnet.prefix6() + "::/64 via " + way.first6));
        Namespaces.inside(
                router, List.of("ip route add default via " + way.last4, "ip -6 route add default via " + way.last6));
        if (!subnet.mesh()) {
            return;
        }
        Way longer = way(index, subnet, router, "b", subnet.hops() - 1, false);
        List<String> back = new ArrayList<>();
        for (Host client : layout.clients()) {
            if (client.subnet() == index && client.ip4().hashCode() % 2 == 0) {
                back.add("ip route add " + client.ip4() + "/32 via " + longer.first4);
                if (client.dualStack()) {
                    back.add("ip -6 route add " + client.ip6() + "/128 via " + longer.first6);
                }
            }
        }
        Namespaces.inside(CORE, back);
        List<String> there = new ArrayList<>();
        for (Host server : layout.servers()) {
            if (server.ip4().hashCode() % 2 == 0) {
                there.add("ip route add " + server.ip4() + "/32 via " + longer.last4);
                there.add("ip -6 route add " + server.ip6() + "/128 via " + longer.last6);
            }
        }
        Namespaces.inside(router, there);
    }

    /**
     * A way from the core to a subnet's router.
     *
     * @param first4 where the core sends packets for the subnet
     * @param first6 the same, IPv6
     * @param last4 where the subnet's router sends packets for the servers
     * @param last6 the same, IPv6
     */
    private record Way(String first4, String first6, String last4, String last6) {}

    /** Builds a way over a number of routers. */
    private Way way(int index, Subnet subnet, String router, String letter, int between, boolean imperfect)
            throws LabException {
        String near = CORE;
        String[] first = null;
        String[] last = null;
        for (int hop = 0; hop <= between; hop++) {
            boolean end = hop == between;
            String far = end ? router : "node" + index + letter + hop;
            if (!end) {
                Namespaces.create(far);
                Namespaces.inside(far, router());
            }
            // The link to the core is the one that is not perfect: the devices are there.
            last = link(subnet, near, far, hop == 0 && imperfect ? lossy.indexOf(subnet.name()) : -1);
            if (first == null) {
                first = last;
            } else {
                Namespaces.inside(
                        near,
                        List.of(
                                "ip route add " + subnet.prefix4() + ".0/24 via " + last[2],
                                "ip -6 route add " + subnet.prefix6() + "::/64 via " + last[3]));
            }
            if (!end) {
                Namespaces.inside(
                        far, List.of("ip route add default via " + last[0], "ip -6 route add default via " + last[1]));
            }
            near = far;
        }
        return new Way(first[2], first[3], last[0], last[1]);
    }

    /**
     * Links two routers.
     *
     * @param tun number of the link's tun devices, -1 for a veth pair
     * @return addresses of the near end, IPv4 and IPv6, and of the far end
     */
    private String[] link(Subnet subnet, String near, String far, int tun) throws LabException {
        int number = links++;
        if (number > MAX_LINKS) {
            throw new LabException("more than " + MAX_LINKS + " links between routers");
        }
        String net4 = subnet.prefix4().substring(0, subnet.prefix4().lastIndexOf('.')) + "." + TRANSIT_OCTET + ".";
        String net6 = subnet.prefix6().substring(0, subnet.prefix6().lastIndexOf(':')) + ":"
                + Integer.toHexString(TRANSIT_OCTET) + "::";
        String[] addresses = {
            net4 + (4 * number + 1), net6 + Integer.toHexString(4 * number + 1),
            net4 + (4 * number + 2), net6 + Integer.toHexString(4 * number + 2)
        };
        String down = "down" + number;
        String up = "up" + number;
        List<String> lines = new ArrayList<>();
        if (tun >= 0) {
            lines.add("ip link set tun" + tun + " name " + down);
            lines.add("ip link set tun" + tun + "b name " + up + " netns " + Namespaces.of(far));
        } else {
            lines.add("ip link add " + down + " type veth peer name " + up + " netns " + Namespaces.of(far));
            lines.add("ethtool -K " + down + NO_OFFLOADS);
        }
        lines.addAll(address(down, addresses[0], addresses[1]));
        Namespaces.inside(near, lines);
        lines = new ArrayList<>(tun >= 0 ? List.of() : List.of("ethtool -K " + up + NO_OFFLOADS));
        lines.addAll(address(up, addresses[2], addresses[3]));
        Namespaces.inside(far, lines);
        return addresses;
    }

    private static List<String> address(String device, String ip4, String ip6) {
        return List.of(
                "ip addr add " + ip4 + "/30 dev " + device,
                "ip addr add " + ip6 + "/126 dev " + device + " nodad",
                "ip link set " + device + " up");
    }

    private void host(int number, Host host) throws LabException {
        Subnet subnet = layout.subnets().get(host.subnet());
        String router = routerOf(host.subnet(), subnet);
        Namespaces.create(host.name());
        Namespaces.inside(
                router,
                List.of(
                        "ip link add h" + number + " type veth peer name eth0 netns " + Namespaces.of(host.name()),
                        "ethtool -K h" + number + NO_OFFLOADS,
                        "ip link set h" + number + " master " + bridgeOf(host.subnet(), subnet) + " up"));
        List<String> lines = new ArrayList<>(List.of(
                "ip link set lo up",
                "sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0",
                "sysctl -qw net.ipv4.ip_default_ttl=" + host.ttl() + " net.ipv6.conf.all.hop_limit=" + host.ttl()
                        + " net.ipv6.conf.eth0.hop_limit=" + host.ttl(),
                "sysctl -qw " + tcp(host.tcp()),
                // The default of one unreachable message a second would stretch a bounded UDP scan over minutes.
                "sysctl -qw net.ipv4.icmp_ratelimit=50 net.ipv6.icmp.ratelimit=50",
                "ip link set eth0 address " + host.mac(),
                "ethtool -K eth0" + NO_OFFLOADS,
                "ip addr add " + host.ip4() + "/24 dev eth0"));
        if (host.dualStack()) {
            lines.add("ip addr add " + host.ip6() + "/64 dev eth0 nodad");
        } else {
            lines.add("sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1");
        }
        lines.add("ip link set eth0 up");
        String segment = host.tcp().mss() > 0 ? " advmss " + host.tcp().mss() : "";
        lines.add("ip route add default via " + subnet.router4() + segment);
        if (host.dualStack()) {
            lines.add("ip -6 route add default via " + subnet.router6() + segment);
        }
        Namespaces.inside(host.name(), lines);
    }

    private static String tcp(TcpSettings tcp) {
        return "net.ipv4.tcp_timestamps=" + (tcp.timestamps() ? 1 : 0)
                + " net.ipv4.tcp_sack=" + (tcp.sack() ? 1 : 0)
                + " net.ipv4.tcp_window_scaling=" + (tcp.scaling() ? 1 : 0)
                + " net.ipv4.tcp_ecn=" + tcp.ecn()
                + " net.ipv4.tcp_rmem='4096 " + tcp.receiveBuffer() + " 6291456'"
                + " net.ipv4.ip_local_port_range='" + tcp.firstPort() + " " + (tcp.firstPort() + TcpSettings.PORTS)
                + "'"
                + (tcp.congestion().isEmpty() ? "" : " net.ipv4.tcp_congestion_control=" + tcp.congestion())
                + " net.ipv4.ip_no_pmtu_disc=" + (tcp.fragmentable() ? 1 : 0);
    }

    /**
     * Has the kernel report each packet that a process of an activity sends, with the group id of that process, as it
     * leaves the interface: raw and packet sockets, as scanners use them, pass here too, and fragments one by one.
     */
    private static List<String> ownerLog() {
        return List.of(
                "nft add table netdev ldpi",
                "nft 'add chain netdev ldpi out { type filter hook egress device eth0 priority 0 ; policy accept ; }'",
                "nft add rule netdev ldpi out meta skgid '>=' " + Activity.firstGroup() + " log group " + LOG_GROUP
                        + " snaplen 110");
    }
}
