package org.ldpi.lab.plan;

import java.util.List;
import java.util.stream.Collectors;

/** Information gathering: who is there, what is open, what runs there, what it tells. */
final class Scanning {
    private static final int LIMIT_SECONDS = 60;
    private static final int SLOW_LIMIT_SECONDS = 150;

    static final List<Recipe> ALL = List.of(
            ports("syn-scan", "syn_scan", "-sS"),
            ports("connect-scan", "connect_scan", "-sT"),
            ports("fin-scan", "fin_scan", "-sF"),
            ports("xmas-scan", "xmas_scan", "-sX"),
            ports("null-scan", "null_scan", "-sN"),
            ports("ack-scan", "ack_scan", "-sA"),
            ports("udp-scan", "udp_scan", "-sU"),
            new Recipe("slow-scan", List.of(), List.of("nmap"), Scanning::slow),
            new Recipe("version-scan", List.of(), List.of("nmap"), Scanning::versions),
            new Recipe("os-scan", List.of(), List.of("nmap"), Scanning::system),
            new Recipe("ping-sweep", List.of(), List.of("nmap"), Scanning::sweep),
            new Recipe("fast-scan", List.of(), List.of("masscan", "zmap"), Scanning::fast),
            new Recipe("web-discovery", List.of("http"), List.of("gobuster", "ffuf", "dirb", "wfuzz"), Scanning::web),
            new Recipe("snmp-enumeration", List.of("snmp"), List.of("snmpwalk", "onesixtyone", "nmap"), Scanning::snmp),
            new Recipe("smb-enumeration", List.of("smb"), List.of("smbclient", "rpcclient", "nmap"), Scanning::smb));

    private Scanning() {}

    private static Task task(String subtype, String tool, String target, String ports, String script) {
        return new Task("malicious/information_gathering/" + subtype, tool, target, ports, LIMIT_SECONDS, script);
    }

    private static Recipe ports(String name, String subtype, String mode) {
        boolean udp = mode.equals("-sU");
        return new Recipe(name, List.of(), List.of("nmap"), draw -> {
            String target = draw.address(draw.server());
            String ports;
            if (draw.chance(0.5)) {
                ports = "--top-ports " + draw.size();
            } else {
                int first = udp ? draw.between(1, 400) : draw.between(1, 60);
                ports = "-p " + first + "-" + (first + draw.size() - 1);
            }
            String script = nmap(draw, target) + " " + timing(draw) + " " + mode + " " + ports
                    + (udp ? " --max-retries 0 " : " --max-retries 1 ") + target + NmapTrace.COUNTED;
            return task(subtype, "nmap", target, ports, script);
        });
    }

    private static String nmap(Draw draw, String target) {
        return "nmap -n -Pn" + (target.contains(":") ? " -6" : "") + " --ttl "
                + draw.client().ttl();
    }

    private static String timing(Draw draw) {
        return draw.oneOf("-T3", "-T4", "-T4", "-T5") + draw.oneOf("", "", " --max-rate " + draw.between(60, 300));
    }

    /** So slow that no rate gives it away. */
    private static Task slow(Draw draw) {
        String target = draw.address(draw.server());
        int first = draw.between(1, 9000);
        String ports = "-p " + first + "-" + (first + draw.size() - 1);
        String script = nmap(draw, target) + draw.oneOf(" -T2", " -T3 --scan-delay 700ms") + " --max-retries 0 "
                + draw.oneOf("-sS ", "-sT ") + ports + " " + target + NmapTrace.COUNTED;
        return new Task("malicious/information_gathering/slow_scan", "nmap", target, ports, SLOW_LIMIT_SECONDS, script);
    }

    private static Task versions(Draw draw) {
        Host server = draw.server();
        String target = draw.address(server);
        int first = draw.between(2000, 9000);
        String ports = open(draw, server) + first + "-" + (first + draw.size());
        String script = nmap(draw, target) + " " + timing(draw) + " -sV --version-intensity " + draw.between(2, 7)
                + " -p " + ports + " " + target + NmapTrace.COUNTED;
        return task("version_scan", "nmap", target, ports, script);
    }

    private static Task system(Draw draw) {
        Host server = draw.server();
        String target = server.ip4();
        int first = draw.between(2000, 9000);
        String ports = open(draw, server) + first + "-" + (first + draw.size());
        String script = nmap(draw, target) + " " + timing(draw) + " -O --max-os-tries 1 -p " + ports + " " + target
                + NmapTrace.COUNTED;
        return task("os_scan", "nmap", target, ports, script);
    }

    private static String open(Draw draw, Host server) {
        StringBuilder open = new StringBuilder();
        draw.services()
                .forEach((name, endpoints) -> endpoints.stream()
                        .filter(e -> e.host().equals(server) && !name.equals("ntp"))
                        .forEach(e -> open.append(e.port()).append(',')));
        return open.toString();
    }

    /** Asks each server several ways whether it is there. */
    private static Task sweep(Draw draw) {
        String targets = draw.servers().stream().map(Host::ip4).collect(Collectors.joining(" "));
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < draw.size(); i++) {
            script.append("nmap -n -sn --ttl ")
                    .append(draw.client().ttl())
                    .append(draw.oneOf(" -PE", " -PP", " -PE -PM", " -PS", " -PA", " -PU", " -PE -PS443 -PA80 -PP"))
                    .append(draw.oneOf("", " -PS" + draw.between(1, 9999), " -PU" + draw.between(1, 9999)))
                    .append(draw.oneOf(" -T3 ", " -T4 "))
                    .append("--max-retries 0 --packet-trace ")
                    .append(targets)
                    .append(" >> all.txt 2>&1; ");
        }
        script.append(NmapTrace.count("all.txt"));
        return task("ping_sweep", "nmap", draw.site().zone(), "-", script.toString());
    }

    /** Scanners with a TCP of their own, past the kernel's. */
    private static Task fast(Draw draw) {
        String tool = draw.toolOr("masscan");
        String source = draw.client().ip4();
        if (tool.equals("zmap")) {
            String targets = draw.servers().stream().map(Host::ip4).collect(Collectors.joining(" "));
            int probes = Math.max(1, draw.size() / draw.servers().size() / 2);
            // zmap makes its own frames and has to be told the router's link address.
            StringBuilder script = new StringBuilder("router=$(ip route show default | awk '{print $3}'); "
                    + "ping -n -q -c 1 $router > /dev/null; "
                    + "mac=$(ip neigh show $router | awk '{print $5}'); ");
            for (int port : new int[] {draw.oneOf(80, 443, 22), draw.between(1, 10_000)}) {
                script.append("zmap -C /dev/null -b /dev/null -i eth0 -G $mac -B 200K --cooldown-time=1 -P ")
                        .append(probes)
                        .append(" -s ")
                        .append("40000-59999 -S ")
                        .append(source)
                        .append(" -p ")
                        .append(port)
                        .append(" -o zmap.csv ")
                        .append(targets)
                        .append("; ");
            }
            return task("fast_scan", tool, targets, "-", script.toString());
        }
        String target = draw.server().ip4();
        int first = draw.between(1, 9000);
        String ports = first + "-" + (first + draw.size() - 1);
        String script = "masscan " + target + " -p " + ports + " --interface eth0 --adapter-ip " + source
                + " --rate " + draw.oneOf(100, 300, 600) + " --ttl "
                + draw.client().ttl() + " --seed "
                + draw.between(1, 1_000_000) + " --wait 2 -oL found.txt";
        return task("fast_scan", tool, target, ports, script);
    }

    /** Names of pages are tried; half of the time on a connection each. */
    private static Task web(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String tool = draw.toolOr("gobuster");
        String url = "http://" + server.host().ip4() + ":" + server.port() + "/";
        boolean close = draw.chance(0.5);
        int threads = draw.between(2, 6);
        String header = close ? " -H 'Connection: close'" : "";
        String script = "head -n " + draw.size() + " \"$LAB/words.txt\" > pages.txt; "
                + switch (tool) {
                    case "ffuf" -> "ffuf -t " + threads + header + " -w pages.txt -u " + url + "FUZZ";
                    case "dirb" -> "dirb " + url + " pages.txt -r -S" + (close ? " -H 'Connection: close'" : "");
                    case "wfuzz" -> "wfuzz -t " + threads + header + " -w pages.txt --hc 404 " + url + "FUZZ";
                    default -> "gobuster dir -t " + threads + header + " -w pages.txt -u " + url;
                };
        return task("web_discovery", tool, server.host().ip4(), "" + server.port(), script);
    }

    private static Task snmp(Draw draw) {
        Draw.Endpoint server = draw.service("snmp");
        String target = server.host().ip4();
        String tool = draw.toolOr("snmpwalk");
        String script = "head -n " + draw.size() + " \"$LAB/words.txt\" > communities.txt; "
                + switch (tool) {
                    case "onesixtyone" -> "onesixtyone -p " + server.port() + " -w 20 -c communities.txt " + target;
                    case "nmap" ->
                        "nmap -n -Pn -sU --max-retries 0 -p " + server.port()
                                + " --script +snmp-brute --script-args snmp-brute.communitiesdb=$PWD/communities.txt "
                                + target + NmapTrace.COUNTED;
                    default ->
                        "tries=0; while read -r word; do snmpwalk -v " + draw.oneOf("1", "2c")
                                + " -r 0 -t 0.2 -c \"$word\" " + target + ":" + server.port()
                                + " 1.3.6.1.2.1.1 > /dev/null 2>&1; tries=$((tries + 1));"
                                + " echo \"sockets opened: $tries\" > report; done < communities.txt";
                };
        return task("snmp_enumeration", tool, target, "" + server.port(), script);
    }

    private static Task smb(Draw draw) {
        Draw.Endpoint server = draw.service("smb");
        String target = server.host().ip4();
        String tool = draw.toolOr("smbclient");
        String script = switch (tool) {
            case "nmap" ->
                nmap(draw, target) + " -p " + server.port() + " --script +smb-enum-shares,+smb-enum-users,"
                        + "+smb-protocols,+smb2-capabilities,+smb-security-mode,+smb2-time " + target
                        + NmapTrace.COUNTED;
            case "rpcclient" ->
                times(
                        draw.size(),
                        "rpcclient -p " + server.port() + " -U '' -N " + target
                                + " -c 'srvinfo; enumdomusers; netshareenumall; querydispinfo'");
            default -> times(draw.size(), "smbclient -t 3 -p " + server.port() + " -N -g -L //" + target);
        };
        return task("smb_enumeration", tool, target, "" + server.port(), script);
    }

    private static String times(int count, String command) {
        return "done=0; while [ $done -lt " + count + " ]; do " + command
                + " > /dev/null 2>&1 < /dev/null; done=$((done + 1)); echo \"connections opened: $done\" > report;"
                + " done";
    }
}
