package org.ldpi.lab.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Guessing of passwords, and of names in a zone. No guess is ever right. */
final class Guessing {
    private static final int LIMIT_SECONDS = 60;

    // This release of patator gives libcurl an empty entry where it is told none.
    private static final String RESOLVED = " resolve=no.invalid:127.0.0.1 persistent=0";

    /**
     * What a guesser is told.
     *
     * @param draw the activity's choices
     * @param address the server
     * @param port its port
     * @param user whose password is guessed
     * @param tasks connections at a time
     */
    private record Aim(Draw draw, String address, int port, String user, int tasks) {
        String hostAndPort() {
            return address + ":" + port;
        }
    }

    static final List<Recipe> ALL = List.of(
            recipe(
                    "ssh-guess",
                    "ssh",
                    "ssh",
                    Map.of(
                            "hydra", hydra("ssh", " -w 3", ""),
                            "medusa", medusa("ssh"),
                            "ncrack", ncrack("ssh"),
                            "patator", patator("ssh_login user=%s password=FILE0 persistent=0"),
                            "nmap", nmap("ssh-brute", "ssh-brute.timeout=4s"))),
            recipe(
                    "ftp-guess",
                    "ftp",
                    "ftp",
                    Map.of(
                            "hydra", hydra("ftp", "", ""),
                            "medusa", medusa("ftp"),
                            "ncrack", ncrack("ftp"),
                            "patator", patator("ftp_login user=%s password=FILE0 persistent=0"),
                            "nmap", nmap("ftp-brute", "ftp-brute.timeout=4s"))),
            recipe(
                    "http-basic-guess",
                    "http",
                    "http",
                    Map.of(
                            "hydra", hydra("http-get", "", "/private/"),
                            "medusa", aim -> medusa("http").apply(aim) + " -m DIR:/private/",
                            "patator",
                                    aim -> "patator http_fuzz url=http://" + aim.hostAndPort() + "/private/ user_pass="
                                            + aim.user() + ":FILE0 0=words.txt -t " + aim.tasks() + RESOLVED,
                            "nmap", nmap("http-brute", "http-brute.path=/private/"),
                            "curl", curl("-u \"%s:$word\"", "/private/"))),
            recipe(
                    "http-form-guess",
                    "http",
                    "http",
                    Map.of(
                            "hydra",
                                    aim -> "hydra -I -l " + aim.user() + " -P words.txt -t " + aim.tasks() + " -s "
                                            + aim.port() + " " + aim.address()
                                            + " http-post-form '/login:user=^USER^&pass=^PASS^:F=failed'",
                            "patator",
                                    aim -> "patator http_fuzz url=http://" + aim.hostAndPort() + "/login method=POST"
                                            + " body='user=" + aim.user() + "&pass=FILE0' 0=words.txt -t " + aim.tasks()
                                            + RESOLVED,
                            "curl", curl("-d \"user=%s&pass=$word\"", "/login"))),
            recipe(
                    "telnet-guess",
                    "telnet",
                    "telnet",
                    Map.of(
                            "patator",
                                    patator("telnet_login inputs='%s\\nFILE0' persistent=0"
                                            + " prompt_re='login:|Password:' timeout=5"),
                            "nmap", nmap("telnet-brute", "telnet-brute.timeout=3s"))),
            recipe(
                    "mqtt-guess",
                    "mqtt",
                    "mqtt",
                    Map.of(
                            "ncrack",
                            ncrack("mqtt"),
                            "mosquitto_pub",
                            aim -> loop("mosquitto_pub -h " + aim.address() + " -p " + aim.port() + " -u " + aim.user()
                                    + " -P \"$word\" -t site/state -n"))),
            recipe(
                    "smb-guess",
                    "smb",
                    "smb",
                    Map.of(
                            "rpcclient",
                                    aim -> loop("rpcclient -p " + aim.port() + " -U '" + aim.user() + "'%\"$word\" "
                                            + aim.address() + " -c srvinfo"),
                            "smbclient",
                                    aim -> loop("smbclient -t 3 -p " + aim.port() + " -U '" + aim.user()
                                            + "'%\"$word\" -c quit //" + aim.address() + "/private"))),
            new Recipe("dns-names", List.of("dns"), List.of("dnsrecon", "fierce", "nmap"), Guessing::names));

    private Guessing() {}

    private static Recipe recipe(
            String name, String service, String subtype, Map<String, Function<Aim, String>> commands) {
        List<String> tools = List.copyOf(new TreeMap<>(commands).keySet());
        return new Recipe(name, List.of(service), tools, draw -> {
            Draw.Endpoint server = draw.service(service);
            String user = service.equals("http")
                    ? draw.site().user()
                    : draw.oneOf("root", "admin", "pi", "test", "support", "operator");
            Aim aim = new Aim(draw, server.host().ip4(), server.port(), user, draw.between(2, 5));
            String tool = draw.toolOr(tools.get(0));
            String script = "head -n " + draw.size() + " \"$LAB/words.txt\" > words.txt; echo " + user
                    + " > users.txt; " + commands.get(tool).apply(aim);
            return new Task(
                    "malicious/bruteforce/" + subtype, tool, aim.address(), "" + server.port(), LIMIT_SECONDS, script);
        });
    }

    private static Function<Aim, String> hydra(String module, String options, String path) {
        // -w: a server that hangs up after some tries is tried again after seconds, not half a minute.
        return aim -> "hydra -I" + options + " -l " + aim.user() + " -P words.txt -t " + aim.tasks() + " -s "
                + aim.port() + " " + module + "://" + aim.address() + path;
    }

    private static Function<Aim, String> medusa(String module) {
        return aim -> "medusa -h " + aim.address() + " -n " + aim.port() + " -u " + aim.user() + " -P words.txt -M "
                + module + " -t " + aim.tasks();
    }

    private static Function<Aim, String> ncrack(String module) {
        return aim -> "ncrack -v --user " + aim.user() + " -P words.txt -g cl=1,CL=" + aim.tasks() + ",cr=2 " + module
                + "://" + aim.hostAndPort();
    }

    private static Function<Aim, String> patator(String module) {
        return aim -> {
            String[] parts = String.format(module, aim.user()).split(" ", 2);
            return "timeout -s INT 50 patator " + parts[0] + " host=" + aim.address() + " port=" + aim.port() + " "
                    + parts[1] + " 0=words.txt --max-retries=0 -t " + aim.tasks();
        };
    }

    private static Function<Aim, String> nmap(String script, String argument) {
        return aim -> "timeout 50 nmap -n -Pn -sT -p " + aim.port() + " --script +" + script
                + " --script-args userdb=users.txt,"
                + "passdb=words.txt,brute.threads=" + aim.tasks() + "," + argument + " "
                + aim.address() + NmapTrace.COUNTED;
    }

    private static Function<Aim, String> curl(String guess, String path) {
        return aim -> "while read -r word; do curl -s -m 5 -o /dev/null " + String.format(guess, aim.user())
                + " -w '%{num_connects}\\n' http://" + aim.hostAndPort() + path
                + "; done < words.txt | awk '{n += $1; print \"connections opened: \" n; fflush()}'";
    }

    /** One process, and so one connection, a guess. */
    private static String loop(String command) {
        return "tries=0; while read -r word; do " + command
                + " > /dev/null 2>&1 < /dev/null; tries=$((tries + 1)); echo \"connections opened: $tries\" > report;"
                + " done < words.txt";
    }

    private static Task names(Draw draw) {
        Draw.Endpoint server = draw.service("dns");
        String address = server.host().ip4();
        String zone = draw.site().zone();
        String tool = draw.toolOr("dnsrecon");
        String command = switch (tool) {
            case "fierce" -> "fierce --domain " + zone + " --dns-servers " + address + " --subdomain-file names.txt";
            case "nmap" ->
                "timeout 50 nmap -n -sn -Pn --script dns-brute --script-args dns-brute.domain=" + zone
                        + ",dns-brute.threads=" + draw.between(2, 5) + ",dns-brute.hostlist=$PWD/names.txt"
                        + " --dns-servers " + address;
            default ->
                "dnsrecon -t brt -d " + zone + " -n " + address + " -D names.txt --threads " + draw.between(2, 5);
        };
        String script = "head -n " + draw.size() + " \"$LAB/words.txt\" > names.txt; " + command
                + "; wc -l < names.txt | sed 's/^/names tried: /'";
        return new Task("malicious/bruteforce/dns", tool, address, "" + server.port(), LIMIT_SECONDS, script);
    }
}
