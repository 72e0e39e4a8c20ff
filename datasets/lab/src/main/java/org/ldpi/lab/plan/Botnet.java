package org.ldpi.lab.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A bot that behaves like Mirai (Antonakakis et al., Understanding the Mirai Botnet, USENIX Security 2017): half-open
 * probes of ports 23 and 2323, a short dictionary where one answers, fetching of a file, a heartbeat to the controller,
 * floods on command. The program is the lab's own, {@code bot.py}; what it fetches is a page.
 */
final class Botnet {
    private static final int LIMIT_SECONDS = 60;

    static final List<Recipe> ALL = List.of(
            new Recipe("bot-scan", List.of("telnet"), List.of("python3"), Botnet::scan),
            new Recipe("bot-login", List.of("telnet"), List.of("python3"), Botnet::login),
            new Recipe("bot-heartbeat", List.of("controller", "http"), List.of("python3"), Botnet::heartbeat),
            new Recipe("bot-flood", List.of("http"), List.of("python3"), Botnet::flood));

    private Botnet() {}

    private static Task task(Draw draw, String subtype, String target, String ports, String arguments) {
        return new Task(
                "malicious/botnet/" + subtype,
                "python3",
                target,
                ports,
                LIMIT_SECONDS,
                "python3 \"$LAB/bot.py\" --seed " + draw.between(1, 1_000_000) + " --ttl "
                        + draw.client().ttl() + " --source " + draw.client().ip4() + " " + arguments);
    }

    private static Task scan(Draw draw) {
        String targets = draw.servers().stream().map(Host::ip4).collect(Collectors.joining(" "));
        return task(
                draw,
                "scan",
                draw.site().zone(),
                "23,2323",
                "scan --probes " + draw.size() + " --rate " + draw.between(20, 120) + " " + targets);
    }

    private static Task login(Draw draw) {
        Draw.Endpoint server = draw.service("telnet");
        String target = server.host().ip4();
        return task(
                draw,
                "login",
                target,
                "" + server.port(),
                "login --tries " + draw.size() + " --rate " + draw.between(3, 12) + " " + target + ":" + server.port());
    }

    private static Task heartbeat(Draw draw) {
        Draw.Endpoint controller = draw.service("controller");
        Draw.Endpoint loader = draw.service("http");
        String page = draw.oneOf(draw.site().pages()).folder();
        return task(
                draw,
                "heartbeat",
                controller.host().ip4(),
                "" + controller.port(),
                "heartbeat --beats " + draw.size() + " --every 0." + draw.between(1, 6) + " --fetch http://"
                        + loader.host().ip4() + ":" + loader.port() + "/" + page + "/index.html "
                        + controller.host().ip4() + ":" + controller.port());
    }

    private static Task flood(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String target = server.host().ip4();
        return task(
                draw,
                "flood",
                target,
                "" + server.port(),
                "flood --kind " + draw.oneOf("syn", "ack", "udp", "http") + " --packets " + draw.size() + " --rate "
                        + draw.between(50, 300) + " " + target + ":" + server.port());
    }
}
