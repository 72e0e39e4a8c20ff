package org.ldpi.lab.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Web, names, time, files: what goes on in the background of every network. */
final class BackgroundRecipes {
    static final List<Recipe> ALL = List.of(
            new Recipe("web-http", List.of("http"), List.of("curl"), draw -> web(draw, "http")),
            new Recipe("web-https", List.of("https"), List.of("curl"), draw -> web(draw, "https")),
            new Recipe("web-login", List.of("http"), List.of("curl"), BackgroundRecipes::login),
            new Recipe("failed-connection", List.of(), List.of("curl"), BackgroundRecipes::failedConnection),
            new Recipe("dns", List.of("dns"), List.of("dig"), BackgroundRecipes::dns),
            new Recipe("sftp", List.of("ssh"), List.of("sftp"), BackgroundRecipes::sftp),
            new Recipe("ftp", List.of("ftp"), List.of("curl"), BackgroundRecipes::ftp),
            new Recipe("ntp", List.of("ntp"), List.of("chronyd"), BackgroundRecipes::ntp),
            new Recipe("ping", List.of(), List.of("ping"), BackgroundRecipes::ping));

    static final String SSH_OPTIONS = " -F /dev/null -i \"$LAB/keys/user\" -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes";

    private BackgroundRecipes() {}

    static String agent(Draw draw) {
        return draw.oneOf(
                "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15",
                "curl/7.88.1",
                "Wget/1.21.3",
                "python-requests/2.28.1",
                "sensor-update/1." + draw.between(0, 9));
    }

    /** Options that stay the same while one person browses. */
    private static String curl(Draw draw) {
        StringBuilder curl = new StringBuilder("curl -s -m 15 -o /dev/null -A '")
                .append(agent(draw))
                .append('\'');
        if (draw.chance(0.3)) {
            curl.append(draw.client().dualStack() && draw.chance(0.6) ? " -6" : " -4");
        }
        if (draw.chance(0.4)) {
            curl.append(" -H 'Accept-Language: ")
                    .append(draw.oneOf("en", "fi-FI,fi;q=0.8", "de-DE", "ar"))
                    .append('\'');
        }
        if (draw.chance(0.3)) {
            curl.append(" -b 'session=")
                    .append(Long.toHexString(draw.random().nextLong()))
                    .append('\'');
        }
        return curl.toString();
    }

    private static Task web(Draw draw, String scheme) {
        Draw.Endpoint server = draw.service(scheme);
        String host = draw.nameOrAddress(server.host());
        String curl = curl(draw);
        if (scheme.equals("https")) {
            curl += " -k" + draw.oneOf("", "", " --http1.1", " --tls-max 1.2", " --tls-max 1.2 --http1.1");
        }
        boolean named = host.endsWith(draw.site().zone());
        if (!named) {
            // An address family forced by an option needs a name to resolve.
            curl = curl.replace(" -6", "").replace(" -4", "");
            host = host.contains(":") ? "\\[" + host + "\\]" : host;
        }
        List<String> lines = new ArrayList<>();
        int pages = draw.between(1, 4);
        for (int p = 0; p < pages; p++) {
            Site.Page page = draw.oneOf(draw.site().pages());
            String base = scheme + "://" + host + ":" + server.port() + "/" + page.folder() + "/";
            String objects = page.objects().stream().map(Site.Item::path).collect(Collectors.joining(","));
            String url = page.objects().size() == 1 ? base + objects : base + "{" + objects + "}";
            String parallel =
                    draw.chance(0.5) ? " -Z --parallel-max " + draw.between(2, 4) + " --parallel-immediate" : "";
            String tail = "";
            if (draw.chance(0.1)) {
                url = base + Site.word(draw.random()) + "/missing";
            } else if (draw.chance(0.1)) {
                url = base;
                tail = " -I";
            }
            lines.add(curl + parallel + " '" + url + "'" + tail);
            lines.add("sleep " + draw.pause(1.5));
        }
        return new Task("benign/background/" + scheme, "curl", host, "" + server.port(), 40, String.join("; ", lines));
    }

    private static Task login(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String host = draw.name(server.host());
        String base = "http://" + host + ":" + server.port();
        String curl = curl(draw);
        String right = draw.site().user() + ":" + draw.site().password();
        List<String> lines = new ArrayList<>();
        if (draw.chance(0.5)) {
            // Someone mistypes once, then gets in.
            if (draw.chance(0.3)) {
                lines.add(curl + " -u '" + right.substring(0, right.length() - 1) + "' " + base + "/private/");
                lines.add("sleep " + draw.pause(1.5));
            }
            lines.add(curl + " -u '" + right + "' " + base + "/private/ " + base + "/private/report.dat -o /dev/null");
        } else {
            lines.add(curl + " " + base + "/login");
            lines.add("sleep " + draw.pause(1.0));
            String form =
                    " -d 'user=" + draw.site().user() + "&pass=" + draw.site().password();
            if (draw.chance(0.3)) {
                lines.add(curl + form + "x' " + base + "/login");
                lines.add("sleep " + draw.pause(1.0));
            }
            lines.add(curl + form + "' " + base + "/login");
        }
        return new Task("benign/background/http", "curl", host, "" + server.port(), 30, String.join("; ", lines));
    }

    private static Task failedConnection(Draw draw) {
        Host server = draw.server();
        // Left-over configuration that points at services which are not there.
        int port = draw.oneOf(3128, 3306, 5432, 8000, 8008, 8081, 8443, 9090, 9200);
        String address = draw.address(server);
        String url = "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port + "/";
        int tries = draw.between(1, 4);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            lines.add("curl -g -s -m 3 -o /dev/null '" + url + "'");
            lines.add("sleep " + draw.pause(0.7));
        }
        return new Task(
                "benign/background/failed_connection", "curl", address, "" + port, 20, String.join("; ", lines));
    }

    private static Task dns(Draw draw) {
        Draw.Endpoint server = draw.service("dns");
        String address = draw.address(server.host());
        String options = " @" + address + " -p " + server.port() + " +tries=1 +time=2"
                + draw.oneOf("", "", " +noedns", " +dnssec", " +nocookie", " +bufsize=1232");
        int queries = draw.between(2, 8);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            String name = draw.chance(0.75)
                    ? draw.oneOf(draw.site().names()) + "." + draw.site().zone()
                    : draw.chance(0.5)
                            ? Site.word(draw.random()) + draw.between(100, 999) + "."
                                    + draw.site().zone()
                            : "www." + Site.word(draw.random()) + ".example";
            String type = draw.oneOf("A", "A", "A", "AAAA", "AAAA", "MX", "TXT", "SRV", "PTR", "HTTPS");
            String query = type.equals("PTR") ? "-x " + draw.server().ip4() : name + " " + type;
            lines.add("dig" + options + (draw.chance(0.12) ? " +tcp " : " ") + query);
            if (draw.chance(0.6)) {
                lines.add("sleep " + draw.pause(0.5));
            }
        }
        return new Task("benign/background/dns", "dig", address, "" + server.port(), 30, String.join("; ", lines));
    }

    private static Task sftp(Draw draw) {
        Draw.Endpoint server = draw.service("ssh");
        String host = server.host().ip4();
        StringBuilder batch = new StringBuilder();
        int files = draw.between(1, 3);
        for (int i = 0; i < files; i++) {
            Site.Item file = draw.oneOf(draw.site().files());
            batch.append(
                    draw.chance(0.6)
                            ? "get files/" + file.path() + " /dev/null\\n"
                            : "put $LAB/share/files/" + file.path() + " upload/" + draw.between(1, 9) + ".dat\\n");
        }
        String script = "printf \"cd $LAB/share\\nls files\\n" + batch + "\" | sftp" + SSH_OPTIONS + " -P "
                + server.port() + " -b - root@" + host;
        return new Task("benign/background/sftp", "sftp", host, "" + server.port(), 30, script);
    }

    private static Task ftp(Draw draw) {
        Draw.Endpoint server = draw.service("ftp");
        String host = draw.nameOrAddress(server.host());
        String literal = host.contains(":") ? "\\\\[" + host + "\\\\]" : host;
        String base = "ftp://" + literal + ":" + server.port() + "/";
        List<String> lines = new ArrayList<>();
        int transfers = draw.between(1, 4);
        StringBuilder gets = new StringBuilder();
        for (int i = 0; i < transfers; i++) {
            gets.append(" -o /dev/null ")
                    .append(base)
                    .append("files/")
                    .append(draw.oneOf(draw.site().files()).path());
        }
        lines.add("curl -s -m 20" + (draw.chance(0.2) ? " --disable-epsv" : "") + gets);
        if (draw.chance(0.4)) {
            lines.add("sleep " + draw.pause(1.0));
            lines.add("curl -s -m 20 -T \"$LAB/share/files/"
                    + draw.oneOf(draw.site().files()).path() + "\" " + base + "upload/" + draw.between(1, 99) + ".dat");
        }
        if (draw.chance(0.3)) {
            lines.add("curl -s -m 20 -o /dev/null " + base + "files/");
        }
        return new Task("benign/background/ftp", "curl", host, "" + server.port(), 40, String.join("; ", lines));
    }

    private static Task ntp(Draw draw) {
        Draw.Endpoint server = draw.service("ntp");
        String address = draw.address(server.host());
        // -Q only measures: the clock is not set.
        String script = "chronyd -Q -u root -t 6 'server " + address + " port " + server.port() + " iburst maxsamples "
                + draw.between(2, 4) + "' 'cmdport 0' 'bindcmdaddress /' 'pidfile '$PWD'/pid'";
        return new Task("benign/background/ntp", "chronyd", address, "" + server.port(), 10, script);
    }

    private static Task ping(Draw draw) {
        String address = draw.address(draw.server());
        String script = "ping -n -q -c " + draw.between(1, 8) + " -i 0." + draw.between(2, 9)
                + draw.oneOf("", "", " -s " + draw.between(16, 1200)) + " " + address;
        return new Task("benign/background/ping", "ping", address, "-", 15, script);
    }
}
