package org.ldpi.lab.plan;

import java.util.ArrayList;
import java.util.List;

/** Databases, shared files, reports of machines, downloads and exchange between peers. */
final class DataRecipes {
    static final List<Recipe> ALL = List.of(
            new Recipe("redis", List.of("redis"), List.of("redis-cli"), DataRecipes::redis),
            new Recipe("postgres", List.of("postgres"), List.of("psql"), DataRecipes::postgres),
            new Recipe("snmp", List.of("snmp"), List.of("snmpget"), DataRecipes::snmp),
            new Recipe("syslog", List.of("syslog"), List.of("logger"), DataRecipes::syslog),
            new Recipe("smb", List.of("smb"), List.of("smbclient"), DataRecipes::smb),
            new Recipe("rsync", List.of("rsync"), List.of("rsync"), DataRecipes::rsync),
            new Recipe("torrent", List.of("torrent"), List.of("aria2c"), DataRecipes::torrent),
            new Recipe("packages", List.of("http"), List.of("wget"), DataRecipes::packages));

    private DataRecipes() {}

    private static Task redis(Draw draw) {
        Draw.Endpoint server = draw.service("redis");
        String host = draw.address(server.host());
        StringBuilder session = new StringBuilder("( ");
        for (int i = draw.between(2, 14); i > 0; i--) {
            String key = Site.word(draw.random()) + ":" + draw.between(1, 500);
            session.append("echo '")
                    .append(
                            switch (draw.between(0, 5)) {
                                case 0 ->
                                    "SET " + key + " "
                                            + Long.toHexString(draw.random().nextLong());
                                case 1 -> "INCR counter:" + draw.between(1, 20);
                                case 2 -> "LPUSH jobs " + key;
                                case 3 -> "LRANGE jobs 0 20";
                                case 4 -> "HSET user:" + draw.between(1, 300) + " name " + Site.word(draw.random());
                                default -> "GET " + key;
                            })
                    .append("'; sleep ")
                    .append(draw.pause(0.3))
                    .append("; ");
        }
        String script = session + ") | redis-cli -h " + host + " -p " + server.port();
        return new Task("benign/background/redis", "redis-cli", host, "" + server.port(), 30, script);
    }

    private static Task postgres(Draw draw) {
        Draw.Endpoint server = draw.service("postgres");
        String host = draw.address(server.host());
        String table = draw.oneOf("readings", "orders", "people");
        StringBuilder session = new StringBuilder(
                "( echo 'create table if not exists " + table + " (id serial, name text, amount numeric);'; ");
        for (int i = draw.between(1, 8); i > 0; i--) {
            session.append("echo \"")
                    .append(
                            switch (draw.between(0, 3)) {
                                case 0 ->
                                    "insert into " + table + "(name, amount) select '" + Site.word(draw.random())
                                            + "', random()*100 from generate_series(1," + draw.between(1, 30) + ");";
                                case 1 -> "select * from " + table + " limit " + draw.between(1, 60) + ";";
                                case 2 -> "select name, sum(amount), count(*) from " + table + " group by name;";
                                default ->
                                    "select count(*) from " + table + " where amount > " + draw.between(1, 99) + ";";
                            })
                    .append("\"; sleep ")
                    .append(draw.pause(0.5))
                    .append("; ");
        }
        String script = session + ") | psql -q -h " + host + " -p " + server.port() + " -U postgres postgres";
        return new Task("benign/background/postgres", "psql", host, "" + server.port(), 30, script);
    }

    /** What a monitoring station asks: single values, and a walk now and then. */
    private static Task snmp(Draw draw) {
        Draw.Endpoint server = draw.service("snmp");
        String host = server.host().ip4();
        String to = " -v2c -c public -t 2 -r 1 -On " + host + ":" + server.port() + " ";
        List<String> lines = new ArrayList<>();
        for (int i = draw.between(1, 6); i > 0; i--) {
            lines.add(
                    draw.chance(0.2)
                            ? "snmpwalk" + to + draw.oneOf("1.3.6.1.2.1.1", "1.3.6.1.2.1.2", "1.3.6.1.2.1.4.20")
                            : "snmpget" + to
                                    + draw.oneOf(
                                            "1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.5.0",
                                            "1.3.6.1.2.1.2.2.1.10.1 1.3.6.1.2.1.2.2.1.16.1",
                                            "1.3.6.1.4.1.2021.10.1.3.1",
                                            "1.3.6.1.4.1.2021.4.6.0"));
            lines.add("sleep " + draw.pause(0.5));
        }
        return new Task("benign/background/snmp", "snmpget", host, "" + server.port(), 30, String.join("; ", lines));
    }

    private static Task syslog(Draw draw) {
        Draw.Endpoint server = draw.service("syslog");
        String host = draw.address(server.host());
        String tag = draw.oneOf("sshd", "cron", "kernel", "app", "dhclient");
        List<String> lines = new ArrayList<>();
        for (int i = draw.between(1, 12); i > 0; i--) {
            lines.add("echo '" + TextRecipes.words(draw, 20) + " " + draw.between(1, 99_999) + "'");
            lines.add("sleep " + draw.pause(0.5));
        }
        String script =
                "( " + String.join("; ", lines) + " ) | logger -d -n " + host + " -P " + server.port() + " -t " + tag
                        + " -p " + draw.oneOf("user.info", "auth.notice", "daemon.warning")
                        + draw.oneOf("", " --rfc3164");
        return new Task("benign/background/syslog", "logger", host, "" + server.port(), 30, script);
    }

    private static Task smb(Draw draw) {
        Draw.Endpoint server = draw.service("smb");
        String host = server.host().ip4();
        String client = "smbclient -N -p " + server.port() + " ";
        StringBuilder commands = new StringBuilder("ls");
        for (int i = draw.between(1, 3); i > 0; i--) {
            commands.append("; get ")
                    .append(draw.oneOf(draw.site().files()).path())
                    .append(" /dev/null");
        }
        String script = draw.chance(0.2)
                ? client + "-L //" + host
                : client + "//" + host + "/files -c '" + commands + "'" + draw.oneOf("", "", " -m SMB2", " -m SMB3");
        return new Task("benign/background/smb", "smbclient", host, "" + server.port(), 30, script);
    }

    private static Task rsync(Draw draw) {
        Draw.Endpoint server = draw.service("rsync");
        String host = draw.nameOrAddress(server.host());
        String base = "rsync://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/";
        String script = switch (draw.between(0, 3)) {
            case 0 -> "rsync " + base;
            case 1 -> "rsync -r " + base + "files/";
            case 2 ->
                "rsync -t \"$LAB/share/files/" + draw.oneOf(draw.site().files()).path() + "\" " + base + "upload/"
                        + draw.between(100, 999) + ".dat";
            default ->
                "rsync -a" + draw.oneOf("", "z") + " --exclude '" + draw.oneOf("a*", "*1.dat", "[m-z]*") + "' " + base
                        + "files/ copy/";
        };
        return new Task("benign/background/rsync", "rsync", host, "" + server.port(), 30, script);
    }

    /** Fetches the file of a tracker's torrent from who has it, and gives back what it has for a while. */
    private static Task torrent(Draw draw) {
        Draw.Endpoint server = draw.service("torrent");
        String host = server.host().ip4();
        String script =
                "aria2c -q --no-conf --enable-dht=false --enable-dht6=false --bt-enable-lpd=false --seed-time=0."
                        + draw.between(0, 2) + " --listen-port=" + draw.between(20_000, 60_000)
                        + " --file-allocation=none"
                        + draw.oneOf(
                                "", " --bt-require-crypto=true", " --max-download-limit=" + draw.between(40, 200) + "K")
                        + " -d . \"$LAB/share/torrents/" + server.host().name() + ".torrent\"";
        return new Task("benign/background/torrent", "aria2c", host, "" + server.port(), 40, script);
    }

    /** What an update of installed packages looks like: an index, then some archives over one connection. */
    private static Task packages(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String base = "http://" + draw.name(server.host()) + ":" + server.port() + "/pool/";
        StringBuilder archives = new StringBuilder();
        for (int i = draw.between(1, 3); i > 0; i--) {
            archives.append(' ')
                    .append(base)
                    .append("package")
                    .append(draw.between(0, Site.PACKAGES - 1))
                    .append(".deb");
        }
        String wget = "wget -q -T 15 -t 1 -O /dev/null -U 'Debian APT-HTTP/1.3 (2.6.1)'";
        String script = wget + " " + base + "InRelease; "
                + (draw.chance(0.7) ? "sleep " + draw.pause(0.5) + "; " + wget + archives : "true");
        return new Task("benign/background/download", "wget", base, "" + server.port(), 40, script);
    }
}
