package org.ldpi.lab.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Activity;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.scenario.Scenario;
import org.ldpi.lab.server.ServerPrograms;

/** The programs a day needs and the Debian packages they come in. */
public final class Tools {
    /** Debian package of each program the lab can use. */
    static final Map<String, String> PACKAGES = new TreeMap<>(Map.ofEntries(
            Map.entry("ip", "iproute2"),
            Map.entry("ss", "iproute2"),
            Map.entry("tc", "iproute2"),
            Map.entry("nft", "nftables"),
            Map.entry("ethtool", "ethtool"),
            Map.entry("tcpdump", "tcpdump"),
            Map.entry("setpriv", "util-linux"),
            Map.entry("timeout", "coreutils"),
            Map.entry("sysctl", "procps"),
            Map.entry("openssl", "openssl"),
            Map.entry("nginx", "nginx-light"),
            Map.entry("dnsmasq", "dnsmasq-base"),
            Map.entry("sshd", "openssh-server"),
            Map.entry("ssh", "openssh-client"),
            Map.entry("sftp", "openssh-client"),
            Map.entry("ssh-keygen", "openssh-client"),
            Map.entry("mosquitto", "mosquitto"),
            Map.entry("mosquitto_pub", "mosquitto-clients"),
            Map.entry("mosquitto_sub", "mosquitto-clients"),
            Map.entry("vsftpd", "vsftpd"),
            Map.entry("chronyd", "chrony"),
            Map.entry("curl", "curl"),
            Map.entry("dig", "bind9-dnsutils"),
            Map.entry("ping", "iputils-ping"),
            Map.entry("nmap", "nmap"),
            Map.entry("hydra", "hydra"),
            Map.entry("medusa", "medusa"),
            Map.entry("hping3", "hping3"),
            Map.entry("slowhttptest", "slowhttptest"),
            Map.entry("sipp", "sip-tester"),
            Map.entry("icecast2", "icecast2"),
            Map.entry("ffmpeg", "ffmpeg"),
            Map.entry("socat", "socat"),
            Map.entry("redis-server", "redis-server"),
            Map.entry("redis-cli", "redis-tools"),
            Map.entry("postgres", "postgresql-15"),
            Map.entry("psql", "postgresql-client"),
            Map.entry("snmpd", "snmpd"),
            Map.entry("snmpget", "snmp"),
            Map.entry("snmpwalk", "snmp"),
            Map.entry("smbd", "samba"),
            Map.entry("smbclient", "smbclient"),
            Map.entry("rsync", "rsync"),
            Map.entry("rtsp-server-perl", "rtsp-server-perl"),
            Map.entry("opentracker", "opentracker"),
            Map.entry("aria2c", "aria2"),
            Map.entry("mktorrent", "mktorrent"),
            Map.entry("ngircd", "ngircd"),
            Map.entry("sic", "sic"),
            Map.entry("prosody", "prosody"),
            Map.entry("go-sendxmpp", "go-sendxmpp"),
            Map.entry("coap-server-notls", "libcoap3-bin"),
            Map.entry("coap-client-notls", "libcoap3-bin"),
            Map.entry("postfix", "postfix"),
            Map.entry("dovecot", "dovecot-imapd"),
            Map.entry("swaks", "swaks"),
            Map.entry("wget", "wget"),
            Map.entry("logger", "bsdutils"),
            Map.entry("nping", "nmap"),
            Map.entry("ncrack", "ncrack"),
            Map.entry("patator", "patator"),
            Map.entry("rpcclient", "smbclient"),
            Map.entry("onesixtyone", "onesixtyone"),
            Map.entry("dnsrecon", "dnsrecon"),
            Map.entry("fierce", "fierce"),
            Map.entry("masscan", "masscan"),
            Map.entry("zmap", "zmap"),
            Map.entry("gobuster", "gobuster"),
            Map.entry("ffuf", "ffuf"),
            Map.entry("dirb", "dirb"),
            Map.entry("wfuzz", "wfuzz"),
            Map.entry("ab", "apache2-utils"),
            Map.entry("siege", "siege"),
            Map.entry("python3", "python3-minimal"),
            Map.entry("telnetd", "inetutils-telnetd"),
            Map.entry("iodine", "iodine"),
            Map.entry("iodined", "iodine"),
            Map.entry("dns2tcpc", "dns2tcp"),
            Map.entry("dns2tcpd", "dns2tcp")));

    /** Without these there is no lab at all. */
    private static final List<String> ALWAYS = List.of(
            "ip",
            "ss",
            "tc",
            "nft",
            "ethtool",
            "tcpdump",
            "setpriv",
            "timeout",
            "sysctl",
            "openssl",
            "ssh-keygen",
            "dnsmasq");

    /** What server programs run beside themselves, or are prepared with. */
    private static final Map<String, List<String>> BESIDE = Map.of(
            "telnetd", List.of("socat"),
            "dns2tcpd", List.of("socat"),
            "opentracker", List.of("aria2c", "mktorrent"),
            "rtsp-server-perl", List.of("ffmpeg"));

    private Tools() {}

    /**
     * Lists the programs a day needs.
     *
     * @param plan the day
     * @return programs it needs
     */
    public static Set<String> needed(Plan plan) {
        Set<String> needed = new TreeSet<>(ALWAYS);
        for (Scenario.Server server : plan.scenario().servers()) {
            for (Scenario.Service service : server.services()) {
                String program = ServerPrograms.of(service.name()).program();
                needed.add(program);
                needed.addAll(BESIDE.getOrDefault(program, List.of()));
            }
        }
        for (Activity activity : plan.activities()) {
            needed.add(activity.tool());
        }
        return needed;
    }

    /** Those of the programs that are not installed, or that cannot do without one that is not. */
    public static Set<String> missing(Set<String> programs) {
        Set<String> missing = new TreeSet<>(programs);
        missing.removeIf(program -> Programs.installed(program)
                && BESIDE.getOrDefault(program, List.of()).stream().allMatch(Programs::installed));
        return missing;
    }

    /** Debian packages of programs. */
    public static Set<String> packages(Set<String> programs) {
        Set<String> packages = new TreeSet<>();
        programs.forEach(program -> packages.add(PACKAGES.get(program)));
        return packages;
    }

    /**
     * Whether a day can be run without a program: then its activities are left out, else there is no day.
     *
     * @param program a program
     */
    public static boolean optional(String program) {
        return !ALWAYS.contains(program);
    }

    /** Whether an activity can be done without the missing programs. */
    static boolean possible(Activity activity, Set<String> missing) {
        return !missing.contains(activity.tool())
                && activity.services().stream()
                        .noneMatch(service ->
                                missing.contains(ServerPrograms.of(service).program()));
    }

    /** Versions of the Debian packages of programs, by package; "unknown" where it is not from a package. */
    static Map<String, String> versions(Set<String> programs) throws LabException {
        Map<String, String> versions = new TreeMap<>();
        for (String name : packages(programs)) {
            Programs.Result result = Programs.tryRun("", "dpkg-query", "-W", "-f", "${Version}", name);
            versions.put(name, result.exit() == 0 ? result.output().strip() : "unknown");
        }
        return versions;
    }
}
