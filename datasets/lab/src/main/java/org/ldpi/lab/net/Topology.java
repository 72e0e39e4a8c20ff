package org.ldpi.lab.net;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.lab.LabException;
import org.ldpi.lab.plan.Activity;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Layout;
import org.ldpi.lab.plan.Subnet;

/**
 * Builds a day's network: a core router with one bridge per subnet, a second router before each subnet that is two hops
 * away, a veth pair per host. The sensor sits on the core router's port to the servers, so packets of clients have lost
 * one or two from their TTL when they are captured. There is no route out of the namespaces.
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
    private static final String NO_OFFLOADS = " tx off rx off tso off gso off gro off > /dev/null";

    private final Layout layout;

    /**
     * A network that is not built yet.
     *
     * @param layout hosts and addresses
     */
    public Topology(Layout layout) {
        this.layout = layout;
    }

    /** Creates namespaces, links, addresses and routes. */
    public void up() throws LabException {
        Namespaces.create(CORE);
        Namespaces.inside(CORE, router());
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

    /** Name of the router a subnet is attached to. */
    private static String routerOf(int index, Subnet subnet) {
        return subnet.hops() == 2 ? "router" + index : CORE;
    }

    private static String bridgeOf(int index, Subnet subnet) {
        return subnet.hops() == 0 ? SENSOR : "br" + index;
    }

    private static List<String> router() {
        return List.of(
                "ip link set lo up",
                "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1",
                "sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0");
    }

    private void subnet(int index, Subnet subnet) throws LabException {
        String router = routerOf(index, subnet);
        String bridge = bridgeOf(index, subnet);
        if (!router.equals(CORE)) {
            Namespaces.create(router);
            Namespaces.inside(router, router());
            link(index, subnet, router);
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

    /** The link between the core and a second router, and the routes over it. */
    private void link(int index, Subnet subnet, String router) throws LabException {
        String net4 = subnet.prefix4().substring(0, subnet.prefix4().lastIndexOf('.')) + "." + TRANSIT_OCTET + ".";
        String net6 = subnet.prefix6().substring(0, subnet.prefix6().lastIndexOf(':')) + ":"
                + Integer.toHexString(TRANSIT_OCTET) + "::";
        int near = 4 * index + 1;
        int far = 4 * index + 2;
        Namespaces.inside(
                CORE,
                List.of(
                        "ip link add up" + index + " type veth peer name wan netns " + Namespaces.of(router),
                        "ethtool -K up" + index + NO_OFFLOADS,
                        "ip addr add " + net4 + near + "/30 dev up" + index,
                        "ip addr add " + net6 + Integer.toHexString(near) + "/126 dev up" + index + " nodad",
                        "ip link set up" + index + " up",
                        "ip route add " + subnet.prefix4() + ".0/24 via " + net4 + far,
                        "ip -6 route add " + subnet.prefix6() + "::/64 via " + net6 + Integer.toHexString(far)));
        Namespaces.inside(
                router,
                List.of(
                        "ethtool -K wan" + NO_OFFLOADS,
                        "ip addr add " + net4 + far + "/30 dev wan",
                        "ip addr add " + net6 + Integer.toHexString(far) + "/126 dev wan nodad",
                        "ip link set wan up",
                        "ip route add default via " + net4 + near,
                        "ip -6 route add default via " + net6 + Integer.toHexString(near)));
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
                "sysctl -qw net.ipv4.tcp_timestamps=" + (host.timestamps() ? 1 : 0),
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
        lines.add("ip route add default via " + subnet.router4());
        if (host.dualStack()) {
            lines.add("ip -6 route add default via " + subnet.router6());
        }
        Namespaces.inside(host.name(), lines);
    }

    /**
     * Has the kernel report each packet that a process of an activity sends, with the group id of that process. Raw
     * sockets, as scanners use them, pass here too.
     */
    private static List<String> ownerLog() {
        return List.of(
                "nft add table inet ldpi",
                "nft 'add chain inet ldpi out { type filter hook output priority 0 ; policy accept ; }'",
                "nft add rule inet ldpi out meta skgid '>=' " + Activity.firstGroup() + " log group " + LOG_GROUP
                        + " snaplen 96");
    }
}
