package org.ldpi.lab.plan;

import java.util.ArrayList;
import java.util.List;

/** Text: terminals, messages between people, mail, and what small devices say. */
final class TextRecipes {
    static final List<Recipe> ALL = List.of(
            new Recipe("ssh", List.of("ssh"), List.of("ssh"), TextRecipes::ssh),
            new Recipe("ssh-typed", List.of("ssh"), List.of("ssh"), TextRecipes::typed),
            new Recipe("irc", List.of("irc"), List.of("sic"), TextRecipes::irc),
            new Recipe("xmpp", List.of("xmpp"), List.of("go-sendxmpp"), TextRecipes::xmpp),
            new Recipe("mail-send", List.of("smtp"), List.of("swaks", "curl"), TextRecipes::sendMail),
            new Recipe("mail-read", List.of("imap"), List.of("curl"), TextRecipes::readMail),
            new Recipe("mqtt-publish", List.of("mqtt"), List.of("mosquitto_pub"), TextRecipes::publish),
            new Recipe("mqtt-subscribe", List.of("mqtt"), List.of("mosquitto_sub"), TextRecipes::subscribe),
            new Recipe("coap", List.of("coap"), List.of("coap-client-notls"), TextRecipes::coap));

    private TextRecipes() {}

    /** Some words, as people write them. */
    static String words(Draw draw, int most) {
        StringBuilder words = new StringBuilder(Site.word(draw.random()));
        for (int i = draw.between(0, most); i > 0; i--) {
            words.append(' ').append(Site.word(draw.random()));
        }
        return words.toString();
    }

    private static Task ssh(Draw draw) {
        Draw.Endpoint server = draw.service("ssh");
        String host = draw.client().dualStack() && draw.chance(0.4)
                ? server.host().ip6()
                : server.host().ip4();
        String ssh = "ssh" + BackgroundRecipes.SSH_OPTIONS + " -p " + server.port()
                + draw.oneOf("", "", " -C", " -c aes128-ctr", " -c aes256-gcm@openssh.com", " -4")
                        .replace(" -4", "")
                + " root@" + host;
        String[] commands = {
            "date",
            "uptime",
            "ls /usr/bin | head -n 200",
            "cat /etc/services",
            "ls -l /usr/lib",
            "id",
            "free",
            "head -c 20000 /dev/zero",
            "true",
            "cat /etc/protocols",
            "ls -R /etc/ssl | head -n 400"
        };
        List<String> lines = new ArrayList<>();
        if (draw.chance(0.4)) {
            int runs = draw.between(1, 4);
            for (int i = 0; i < runs; i++) {
                lines.add(ssh + " '" + draw.oneOf(commands) + "'");
                lines.add("sleep " + draw.pause(1.0));
            }
        } else {
            int typed = draw.between(2, 9);
            StringBuilder shell = new StringBuilder("( ");
            for (int i = 0; i < typed; i++) {
                shell.append("sleep ")
                        .append(draw.pause(1.8))
                        .append("; echo '")
                        .append(draw.oneOf(commands))
                        .append("'; ");
            }
            lines.add(shell + "echo exit ) | " + ssh + (draw.chance(0.5) ? " sh" : " -tt sh"));
        }
        return new Task("benign/text/ssh", "ssh", host, "" + server.port(), 45, String.join("; ", lines));
    }

    /** Keys pressed one by one on a terminal. */
    private static Task typed(Draw draw) {
        Draw.Endpoint server = draw.service("ssh");
        String host = draw.client().dualStack() && draw.chance(0.4)
                ? server.host().ip6()
                : server.host().ip4();
        int lines = draw.between(1, 3);
        StringBuilder keys = new StringBuilder("( sleep ").append(draw.pause(1.5));
        for (int i = 0; i < lines; i++) {
            String line =
                    draw.oneOf("ls -l /etc", "uptime", "df -h", "cat /etc/hosts", "free -m", "id", "dmesg | tail");
            for (int key = 0; key < line.length(); key++) {
                keys.append("; printf \'")
                        .append(line.charAt(key))
                        .append("'; sleep 0.")
                        .append(draw.between(5, 40));
            }
            keys.append("; printf '\\n'; sleep ").append(draw.pause(2.0));
        }
        String script = keys + "; printf 'exit\\n'; sleep 0.5 ) | ssh" + BackgroundRecipes.SSH_OPTIONS + " -tt -p "
                + server.port() + " root@" + host;
        return new Task("benign/text/ssh", "ssh", host, "" + server.port(), 45, script);
    }

    private static Task irc(Draw draw) {
        Draw.Endpoint server = draw.service("irc");
        String host = draw.nameOrAddress(server.host());
        String room = "#" + draw.oneOf("ops", "field", "news");
        StringBuilder chat =
                new StringBuilder("( sleep 0.5; echo ':j ").append(room).append('\'');
        for (int i = draw.between(1, 8); i > 0; i--) {
            chat.append("; sleep ")
                    .append(draw.pause(2.5))
                    .append("; echo '")
                    .append(words(draw, 12))
                    .append('\'');
        }
        String script = chat + "; sleep " + draw.pause(3) + "; echo ':l " + room + "'; sleep 0.3 ) | sic -h " + host
                + " -p " + server.port() + " -n " + Site.word(draw.random()) + draw.between(1, 9999);
        return new Task("benign/text/irc", "sic", host, "" + server.port(), 50, script);
    }

    private static Task xmpp(Draw draw) {
        Draw.Endpoint server = draw.service("xmpp");
        String host = server.host().ip4();
        boolean ann = draw.chance(0.5);
        String zone = draw.site().zone();
        String account = "go-sendxmpp -n -u " + (ann ? "ann" : "bob") + "@" + zone + " -p '"
                + draw.site().password() + "' -j " + host + ":" + server.port();
        String to = (ann ? "bob" : "ann") + "@" + zone;
        List<String> lines = new ArrayList<>();
        if (draw.chance(0.4)) {
            lines.add("timeout " + draw.between(5, 20) + " " + account + " -l");
        } else {
            for (int i = draw.between(1, 3); i > 0; i--) {
                lines.add("echo '" + words(draw, 15) + "' | " + account + " " + to);
                lines.add("sleep " + draw.pause(2.0));
            }
        }
        return new Task("benign/text/xmpp", "go-sendxmpp", host, "" + server.port(), 40, String.join("; ", lines));
    }

    private static Task sendMail(Draw draw) {
        Draw.Endpoint server = draw.service("smtp");
        String host = draw.nameOrAddress(server.host());
        String zone = draw.site().zone();
        String from = Site.word(draw.random()) + "@" + zone;
        String to = Site.word(draw.random()) + "@" + zone;
        String subject = words(draw, 5);
        String body = words(draw, 120);
        if (draw.chance(0.5)) {
            String literal = host.contains(":") ? "[" + host + "]" : host;
            String script = "printf 'From: " + from + "\\nTo: " + to + "\\nSubject: " + subject + "\\n\\n" + body
                    + "\\n' | curl -s -g -m 20" + draw.oneOf("", " --ssl -k") + " --mail-from " + from + " --mail-rcpt "
                    + to + " -T - 'smtp://" + literal + ":" + server.port() + "/"
                    + draw.client().name() + "'";
            return new Task("benign/text/smtp", "curl", host, "" + server.port(), 30, script);
        }
        String script = "swaks -S 3 -s " + host + " -p " + server.port() + " -f " + from + " -t " + to
                + " --h-Subject '" + subject + "' --body '" + body + "'" + draw.oneOf("", "", " --tls-optional");
        return new Task("benign/text/smtp", "swaks", host, "" + server.port(), 30, script);
    }

    private static Task readMail(Draw draw) {
        Draw.Endpoint server = draw.service("imap");
        String host = draw.nameOrAddress(server.host());
        String literal = host.contains(":") ? "[" + host + "]" : host;
        String box = "'imap://" + literal + ":" + server.port() + "/INBOX";
        String curl = "curl -s -g -m 20 -o /dev/null" + draw.oneOf("", " --ssl-reqd -k") + " -u 'staff:"
                + draw.site().password() + "' ";
        List<String> lines = new ArrayList<>();
        lines.add(curl + box + "' -X 'STATUS INBOX (MESSAGES UNSEEN)'");
        for (int i = draw.between(0, 3); i > 0; i--) {
            lines.add("sleep " + draw.pause(1.5));
            lines.add(curl + box + ";MAILINDEX=" + draw.between(1, 20) + draw.oneOf("", ";SECTION=HEADER") + "'");
        }
        return new Task("benign/text/imap", "curl", host, "" + server.port(), 40, String.join("; ", lines));
    }

    private static Task publish(Draw draw) {
        Draw.Endpoint server = draw.service("mqtt");
        String host = draw.client().dualStack() && draw.chance(0.4)
                ? server.host().ip6()
                : server.host().ip4();
        int messages = draw.between(1, 12);
        StringBuilder values = new StringBuilder("( ");
        for (int i = 0; i < messages; i++) {
            values.append("echo '")
                    .append(
                            draw.chance(0.5)
                                    ? "{\"t\":" + draw.between(-200, 400) / 10.0 + ",\"n\":" + draw.between(1, 9999)
                                            + "}"
                                    : "" + draw.between(0, 100000))
                    .append("'; sleep ")
                    .append(draw.pause(0.8))
                    .append("; ");
        }
        String script = values + ") | mosquitto_pub -h " + host + " -p " + server.port() + " -l -t '" + topic(draw)
                + "' -q " + draw.between(0, 2) + draw.oneOf("", " -V mqttv5", " -k 5") + draw.oneOf("", " -r");
        return new Task("benign/text/mqtt", "mosquitto_pub", host, "" + server.port(), 40, script);
    }

    private static Task subscribe(Draw draw) {
        Draw.Endpoint server = draw.service("mqtt");
        String host = draw.client().dualStack() && draw.chance(0.4)
                ? server.host().ip6()
                : server.host().ip4();
        String script = "mosquitto_sub -h " + host + " -p " + server.port() + " -t '"
                + draw.oneOf("#", "site/#", topic(draw)) + "' -q " + draw.between(0, 2) + " -W " + draw.between(4, 25)
                + draw.oneOf("", " -V mqttv5", " -k 5");
        return new Task("benign/text/mqtt", "mosquitto_sub", host, "" + server.port(), 40, script);
    }

    private static Task coap(Draw draw) {
        Draw.Endpoint server = draw.service("coap");
        String address = draw.address(server.host());
        String base = "'coap://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + server.port() + "/";
        List<String> lines = new ArrayList<>();
        for (int i = draw.between(1, 5); i > 0; i--) {
            String client = "coap-client-notls -B 4" + draw.oneOf("", "", " -N");
            lines.add(
                    switch (draw.between(0, 3)) {
                        case 0 -> client + " -m get " + base + "time'";
                        case 1 -> client + " -m get " + base + ".well-known/core'";
                        case 2 ->
                            client + " -m put -e '" + draw.between(-200, 400) / 10.0 + "' " + base + "example_data'";
                        default -> client + " -m get -s " + draw.between(2, 8) + " " + base + "time'";
                    });
            lines.add("sleep " + draw.pause(1.0));
        }
        return new Task(
                "benign/text/coap", "coap-client-notls", address, "" + server.port(), 40, String.join("; ", lines));
    }

    private static String topic(Draw draw) {
        return "site/" + Site.word(draw.random()) + "/" + draw.oneOf("temp", "power", "state", "gps/fix");
    }
}
