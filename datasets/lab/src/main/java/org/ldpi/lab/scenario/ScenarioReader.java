package org.ldpi.lab.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.lab.LabException;
import org.ldpi.lab.scenario.Scenario.Attack;
import org.ldpi.lab.scenario.Scenario.Encapsulation;
import org.ldpi.lab.scenario.Scenario.Link;
import org.ldpi.lab.scenario.Scenario.Load;
import org.ldpi.lab.scenario.Scenario.Network;
import org.ldpi.lab.scenario.Scenario.Server;
import org.ldpi.lab.scenario.Scenario.Service;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads scenario files: YAML, every option checked, errors naming file and field. Thread-safe. */
public final class ScenarioReader {
    /** Names of the scenarios that come with the lab, in the order they are listed. */
    public static final List<String> SHIPPED = List.of(
            "train-one",
            "train-two",
            "calibration",
            "known-attacks",
            "test-one",
            "test-two",
            "every-attack",
            "small-normal",
            "small-attacks");

    /** In place of a scenario's name: the days of the full set. */
    public static final String ALL = "all";

    /** The days of the full set, and the data set each belongs to. */
    public static final Map<String, String> DAYS = days();

    /** Services a server can run, with the port used where the scenario gives none. */
    public static final Map<String, Integer> SERVICES = new TreeMap<>(Map.ofEntries(
            Map.entry("coap", 5683),
            Map.entry("controller", 48_101),
            Map.entry("dns", 53),
            Map.entry("dns2tcp", 5302),
            Map.entry("film", 554),
            Map.entry("ftp", 21),
            Map.entry("http", 80),
            Map.entry("https", 443),
            Map.entry("imap", 143),
            Map.entry("iodine", 5301),
            Map.entry("irc", 6667),
            Map.entry("mqtt", 1883),
            Map.entry("ntp", 123),
            Map.entry("postgres", 5432),
            Map.entry("radio", 8000),
            Map.entry("redis", 6379),
            Map.entry("rsync", 873),
            Map.entry("rtp", 5004),
            Map.entry("rtsp", 8554),
            Map.entry("sip", 5060),
            Map.entry("smb", 445),
            Map.entry("smtp", 25),
            Map.entry("snmp", 161),
            Map.entry("ssh", 22),
            Map.entry("syslog", 514),
            Map.entry("telnet", 23),
            Map.entry("torrent", 6969),
            Map.entry("xmpp", 5222)));

    private static final String NAME = "[a-z][a-z0-9-]{0,30}";
    private static final int MAX_CLIENTS = 50;
    private static final int MAX_HOPS = 6;

    private ScenarioReader() {}

    private static Map<String, String> days() {
        Map<String, String> days = new LinkedHashMap<>();
        days.put("train-one", "train");
        days.put("train-two", "train");
        days.put("calibration", "train");
        days.put("known-attacks", "known");
        days.put("test-one", "test");
        days.put("test-two", "test");
        return Collections.unmodifiableMap(days);
    }

    /**
     * Reads a shipped scenario by name, or a file.
     *
     * @param nameOrFile a name of {@link #SHIPPED} or the path of a YAML file
     * @return the scenario
     * @throws LabException if there is no such scenario, or an option is wrong
     */
    public static Scenario read(String nameOrFile) throws LabException {
        if (SHIPPED.contains(nameOrFile)) {
            String resource = "/org/ldpi/lab/scenarios/" + nameOrFile + ".yaml";
            try (InputStream in = ScenarioReader.class.getResourceAsStream(resource)) {
                return parse(nameOrFile + ".yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new LabException("cannot read the shipped scenario " + nameOrFile + ": " + e.getMessage(), e);
            }
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new LabException(
                    nameOrFile + ": neither a file nor a shipped scenario (" + String.join(", ", SHIPPED) + ")");
        }
        try {
            return parse(nameOrFile, Files.readString(file));
        } catch (IOException e) {
            throw new LabException(nameOrFile + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Parses a scenario.
     *
     * @param file name for error messages
     * @param yaml the text
     * @return the scenario
     * @throws ScenarioException naming the field that is wrong
     */
    public static Scenario parse(String file, String yaml) throws ScenarioException {
        Object root;
        try {
            root = new org.snakeyaml.engine.v2.api.Load(
                            LoadSettings.builder().setLabel(file).build())
                    .loadFromString(yaml);
        } catch (YamlEngineException e) {
            String problem = e.getMessage() == null
                    ? ""
                    : e.getMessage()
                            .lines()
                            .reduce((a, b) -> a + " " + b.strip())
                            .orElse("");
            throw new ScenarioException(file, "", "is not YAML: " + problem);
        }
        Section top = Section.of(file, "", root);
        List<Network> networks = networks(top);
        List<Server> servers = servers(top);
        Scenario scenario = new Scenario(
                name(top, "name"),
                top.text("description"),
                name(top, "day"),
                top.number("seed", 0, Long.MAX_VALUE, null),
                (int) top.number("minutes", 1, 24 * 60, null),
                (int) top.number("segments", 1, 99, 8L),
                (int) top.number("snaplen", 96, 65_535, 192L),
                encapsulation(top),
                top.flag("shuffle-services", false),
                networks,
                servers,
                loads(top),
                attacks(top));
        top.close();
        Set<String> offered = new HashSet<>();
        servers.forEach(s -> s.services().forEach(service -> offered.add(service.name())));
        if (!offered.contains("dns")) {
            throw top.wrong("servers", "one of them must run dns");
        }
        return scenario;
    }

    private static String name(Section section, String key) throws ScenarioException {
        String name = section.text(key);
        if (!name.matches(NAME)) {
            throw section.wrong(key, "'" + name + "' is no name (small letters, digits and dashes)");
        }
        return name;
    }

    private static Encapsulation encapsulation(Section top) throws ScenarioException {
        String text = top.has("encapsulation") ? top.text("encapsulation") : "none";
        for (Encapsulation one : Encapsulation.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
                return one;
            }
        }
        throw top.wrong("encapsulation", "'" + text + "' is none of none, vlan, batman");
    }

    private static List<Network> networks(Section top) throws ScenarioException {
        List<Network> networks = new ArrayList<>();
        for (Section section : top.sections("networks")) {
            networks.add(new Network(
                    name(section, "name"),
                    (int) section.number("clients", 1, MAX_CLIENTS, null),
                    (int) section.number("hops", 1, MAX_HOPS, 1L),
                    (int) section.number("megabits", 0, 10_000, 0L),
                    section.real("dual-stack", 0, 1, 0.0),
                    section.flag("mesh", false),
                    new Link(
                            section.real("delay", 0, 2000, 0.0),
                            section.real("jitter", 0, 2000, 0.0),
                            section.real("loss", 0, 0.5, 0.0))));
            section.close();
            Network last = networks.get(networks.size() - 1);
            if (last.hops() == 1 && (last.mesh() || !last.link().equals(Link.PERFECT))) {
                throw section.wrong("hops", "a mesh, delay, jitter and loss need 2 or more");
            }
        }
        if (networks.isEmpty()) {
            throw top.wrong("networks", "at least one is needed");
        }
        return List.copyOf(networks);
    }

    private static List<Server> servers(Section top) throws ScenarioException {
        List<Server> servers = new ArrayList<>();
        for (Section section : top.sections("servers")) {
            List<Service> services = new ArrayList<>();
            for (String text : section.texts("services")) {
                services.add(service(section, text));
            }
            servers.add(new Server(name(section, "name"), List.copyOf(services)));
            section.close();
        }
        if (servers.isEmpty()) {
            throw top.wrong("servers", "at least one is needed");
        }
        return List.copyOf(servers);
    }

    private static Service service(Section section, String text) throws ScenarioException {
        String[] parts = text.split(":", 2);
        Integer port = SERVICES.get(parts[0]);
        if (port == null) {
            throw section.wrong("services", "'" + parts[0] + "' is none of " + String.join(", ", SERVICES.keySet()));
        }
        if (parts.length == 2) {
            if (!parts[1].matches("[1-9][0-9]{0,4}") || Integer.parseInt(parts[1]) > 65_535) {
                throw section.wrong("services", "'" + text + "' has no port in 1..65535");
            }
            port = Integer.valueOf(parts[1]);
        }
        return new Service(parts[0], port);
    }

    private static List<Load> loads(Section top) throws ScenarioException {
        List<Load> loads = new ArrayList<>();
        for (Section section : top.sections("normal")) {
            loads.add(new Load(section.text("activity"), section.real("per-minute", 0, 6000, null)));
            section.close();
        }
        return List.copyOf(loads);
    }

    private static List<Attack> attacks(Section top) throws ScenarioException {
        List<Attack> attacks = new ArrayList<>();
        for (Section section : top.sections("attacks")) {
            attacks.add(new Attack(
                    section.text("activity"),
                    (int) section.number("times", 1, 100, 1L),
                    section.has("tool") ? section.text("tool") : "",
                    (int) section.number("size", 1, 100_000, null)));
            section.close();
        }
        return List.copyOf(attacks);
    }
}
