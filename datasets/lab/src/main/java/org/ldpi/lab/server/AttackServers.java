package org.ldpi.lab.server;

import java.util.List;
import org.ldpi.lab.LabException;
import org.ldpi.lab.plan.Tunnels;

/** Servers that only attacks have a use for: a telnet that lets nobody in, a controller of bots, far ends of tunnels. */
final class AttackServers {
    static final List<ServerProgram> ALL = List.of(
            ServerProgram.tcp("telnetd", "telnet", AttackServers::telnetd),
            ServerProgram.tcp("python3", "controller", AttackServers::controller),
            ServerProgram.udp("iodined", "iodine", AttackServers::iodined),
            ServerProgram.udp("dns2tcpd", "dns2tcp", AttackServers::dns2tcpd));

    private AttackServers() {}

    /** Asks for names and passwords, three times, and takes none: the machine's accounts are not asked. */
    private static List<List<String>> telnetd(Place place) throws LabException {
        String login = place.file("login", """
                for try in 1 2 3; do
                  printf 'login: '; read -r name || exit 0
                  stty -echo
                  printf 'Password: '; read -r word || exit 0
                  stty echo
                  printf '\\nLogin incorrect\\n'
                done
                """);
        String start = place.file("start", "exec telnetd -h -E 'sh " + login + "'\n");
        return List.of(List.of(
                "socat",
                "TCP6-LISTEN:" + place.port() + ",fork,reuseaddr,ipv6only=0,max-children=60",
                "EXEC:sh " + start));
    }

    private static List<List<String>> controller(Place place) {
        return List.of(List.of("python3", place.lab().resolve("bot.py").toString(), "controller", "" + place.port()));
    }

    private static List<List<String>> iodined(Place place) {
        return List.of(List.of(
                "iodined",
                "-f",
                "-c",
                "-P",
                Tunnels.PASSWORD,
                "-p",
                "" + place.port(),
                Tunnels.GATEWAY + "/27",
                Tunnels.iodineDomain(place.plan().site().zone())));
    }

    private static List<List<String>> dns2tcpd(Place place) throws LabException {
        String config = place.file(
                "config",
                "listen = 0.0.0.0\nport = " + place.port() + "\nuser = nobody\nchroot = " + place.folder("root")
                        + "\ndomain = "
                        + Tunnels.dns2tcpDomain(place.plan().site().zone()) + "\nkey = "
                        + Tunnels.PASSWORD + "\nresources = web:127.0.0.1:" + place.port() + "\n");
        String sink = "TCP-LISTEN:" + place.port() + ",bind=127.0.0.1,fork,reuseaddr,max-children=20";
        return List.of(List.of("dns2tcpd", "-F", "-f", config), List.of("socat", "-u", sink, "OPEN:/dev/null"));
    }
}
