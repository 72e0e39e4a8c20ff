package org.ldpi.lab;

import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ldpi.lab.audit.Audit;
import org.ldpi.lab.audit.Outcomes;
import org.ldpi.lab.audit.SingleFields;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.net.Kernel;
import org.ldpi.lab.net.LabName;
import org.ldpi.lab.net.Namespaces;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.net.Topology;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.run.DataSetOfDays;
import org.ldpi.lab.run.Day;
import org.ldpi.lab.run.Packages;
import org.ldpi.lab.run.Tools;
import org.ldpi.lab.sample.DataSetSample;
import org.ldpi.lab.scenario.Scenario;
import org.ldpi.lab.scenario.ScenarioReader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./ldpi lab}: makes labelled captures in network namespaces. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = "Makes labelled traffic in network namespaces, with real programs on both sides.",
        subcommands = {
            LabCommand.Run.class,
            LabCommand.Up.class,
            LabCommand.ListScenarios.class,
            LabCommand.Status.class,
            LabCommand.Down.class,
            LabCommand.AuditDataSet.class,
            LabCommand.CutSample.class
        })
public final class LabCommand implements Callable<Integer> {
    @Option(names = "--verbose", scope = CommandLine.ScopeType.INHERIT, description = "Stack traces with errors.")
    private boolean verbose;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do: run, up, list, status, down, audit or sample.");
    }

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /**
     * Runs the command.
     *
     * @param arguments the command line
     * @return exit code
     */
    public static int execute(String... arguments) {
        LabCommand command = new LabCommand();
        CommandLine line = new CommandLine(command);
        line.setParameterExceptionHandler((e, args) -> {
            System.err.println("ldpi lab: " + e.getMessage());
            return 2;
        });
        line.setExecutionExceptionHandler((e, failed, result) -> {
            System.err.println("ldpi lab: " + (e instanceof LabException ? e.getMessage() : e.toString()));
            if (command.verbose) {
                e.printStackTrace(System.err);
            }
            return 1;
        });
        try {
            LabName.check();
        } catch (LabException e) {
            System.err.println("ldpi lab: " + e.getMessage());
            return 2;
        }
        return line.execute(arguments);
    }

    private static void requireRights() throws LabException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new LabException("the lab needs root: it makes network namespaces");
        }
        if (!Programs.installed("ip")) {
            throw new LabException("the program ip is missing: apt-get install iproute2");
        }
    }

    /** What running a day and bringing its network up have in common. */
    abstract static class WithScenario implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "SCENARIO", description = "Name of a shipped scenario, or a YAML file.")
        private String scenario;

        @Option(names = "--minutes", paramLabel = "N", description = "Length of the day, minutes.")
        private Integer minutes;

        @Option(names = "--seed", paramLabel = "S", description = "Seed of the day.")
        private Long seed;

        @Option(names = "--yes", description = "Install missing Debian packages without asking.")
        private boolean yes;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        String scenario() {
            return scenario;
        }

        Plan plan(String name) throws LabException {
            if (minutes != null && minutes < 1) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--minutes: " + minutes + " is not 1 or more");
            }
            Scenario read = ScenarioReader.read(name);
            return Plan.of(read, seed == null ? read.seed() : seed, minutes == null ? read.minutes() : minutes);
        }

        /** Makes sure that the machine can do it; returns the programs that are not there and can be done without. */
        Set<String> prepare(Plan plan) throws LabException {
            requireRights();
            Set<String> missing = tools(plan);
            Map<String, String> refusals = Kernel.refusals();
            if (!refusals.isEmpty()) {
                throw new LabException("this machine refuses what the lab needs: "
                        + refusals.entrySet().stream()
                                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                                .collect(Collectors.joining(", ")));
            }
            return missing;
        }

        static void progress(String line) {
            System.err.println("lab: " + line);
        }

        private Set<String> tools(Plan plan) throws LabException {
            Set<String> needed = Tools.needed(plan);
            Set<String> missing = Tools.missing(needed);
            if (!missing.isEmpty() && agreed(Tools.packages(missing))) {
                Packages.install(Tools.packages(missing));
                missing = Tools.missing(needed);
            }
            Set<String> vital = new TreeSet<>(missing);
            vital.removeIf(Tools::optional);
            if (!vital.isEmpty()) {
                throw new LabException("programs are missing: " + String.join(", ", vital) + "; apt-get install "
                        + String.join(" ", Tools.packages(vital)));
            }
            if (!missing.isEmpty()) {
                System.err.println("lab: left out, for want of their programs: " + String.join(", ", missing));
            }
            return missing;
        }

        // Java 17 has no Console.isTerminal; without a terminal there is no console and nothing is installed.
        @SuppressWarnings("SystemConsoleNull")
        private boolean agreed(Set<String> packages) {
            if (yes) {
                return true;
            }
            Console console = System.console();
            if (console == null) {
                return false;
            }
            String answer = console.readLine("Install these Debian packages: %s? [y/N] ", String.join(" ", packages));
            return answer != null && answer.strip().equalsIgnoreCase("y");
        }
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Runs a day and writes its data set; @|bold all|@ runs the shipped days one after another.")
    static final class Run extends WithScenario {
        @Option(
                names = "--out",
                required = true,
                paramLabel = "DIR",
                description = "Folder of the data set; absent or empty.")
        private Path out;

        @Option(
                names = "--begin-when",
                paramLabel = "FILE",
                description = "Build the network, and begin the day once this file is there: time to start a sensor.")
        private Path signal;

        @Override
        public Integer call() throws LabException {
            Path root = out.toAbsolutePath();
            if (!scenario().equals(ScenarioReader.ALL)) {
                day(plan(scenario()), root);
                return 0;
            }
            List<Plan> plans = new ArrayList<>();
            for (String name : ScenarioReader.DAYS.keySet()) {
                plans.add(plan(name));
            }
            for (Plan plan : plans) {
                String name = plan.scenario().name();
                progress("day " + name + " of " + String.join(", ", ScenarioReader.DAYS.keySet()));
                Path day = root.resolve("day-" + name);
                day(plan, day);
                new DataSetOfDays(root.resolve(ScenarioReader.DAYS.get(name))).add(day);
            }
            return 0;
        }

        private void day(Plan plan, Path root) throws LabException {
            summary(new Day(plan, prepare(plan), WithScenario::progress).run(root, signal));
            Outcomes.faults(root).forEach(fault -> progress("warning: " + fault));
        }

        private void summary(List<FlowLabel> rows) {
            Map<String, Integer> counts = new TreeMap<>();
            rows.forEach(row -> counts.merge(row.label(), 1, Integer::sum));
            counts.forEach((label, count) -> System.out.printf("%7d  %s%n", count, label));
            System.out.printf("%7d  flows in %s%n", rows.size(), out);
        }
    }

    @Command(
            name = "up",
            mixinStandardHelpOptions = true,
            description = "Builds a day's network, starts its servers and leaves both up until @|bold lab down|@.")
    static final class Up extends WithScenario {
        @Override
        public Integer call() throws LabException {
            Plan plan = plan(scenario());
            new Day(plan, prepare(plan), WithScenario::progress).up();
            plan.layout().clients().forEach(host -> line(host, List.of()));
            for (int s = 0; s < plan.layout().servers().size(); s++) {
                line(
                        plan.layout().servers().get(s),
                        plan.scenario().servers().get(s).services().stream()
                                .map(service -> service.name() + ":" + service.port())
                                .toList());
            }
            System.out.println("enter a host:  ip netns exec " + Namespaces.of("HOST") + " bash");
            System.out.println("the sensor:    ip netns exec " + Namespaces.of(Topology.CORE) + " tcpdump -i "
                    + Topology.SENSOR + " -n");
            System.out.println("end it:        ./ldpi lab down");
            return 0;
        }

        private static void line(Host host, List<String> services) {
            System.out.printf(
                    "%-12s %-16s %-26s %s%n", host.name(), host.ip4(), host.ip6(), String.join(" ", services));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the shipped scenarios and the activities.")
    static final class ListScenarios implements Callable<Integer> {
        @Override
        public Integer call() throws LabException {
            for (String name : ScenarioReader.SHIPPED) {
                Scenario scenario = ScenarioReader.read(name);
                System.out.printf("%-16s %2d min  %s%n", name, scenario.minutes(), scenario.description());
            }
            System.out.println("activities: " + String.join(", ", Plan.activityNames()));
            return 0;
        }
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Says whether a day is running.")
    static final class Status implements Callable<Integer> {
        @Override
        public Integer call() throws LabException {
            List<String> namespaces = Namespaces.existing();
            String up = Day.upScenario();
            System.out.println(
                    Day.running()
                            ? "a day is running in " + namespaces.size() + " namespaces"
                            : up != null
                                    ? up + " is up in " + namespaces.size() + " namespaces (./ldpi lab down ends it)"
                                    : namespaces.isEmpty()
                                            ? "nothing is running"
                                            : "nothing is running; " + namespaces.size()
                                                    + " namespaces are left over (./ldpi lab down)");
            return 0;
        }
    }

    @Command(
            name = "down",
            mixinStandardHelpOptions = true,
            description = "Ends a day and removes what it left, also after a crash.")
    static final class Down implements Callable<Integer> {
        @Override
        public Integer call() throws LabException {
            requireRights();
            int removed = Day.down();
            System.out.println(removed == 0 ? "nothing to remove" : removed + " namespaces removed");
            return 0;
        }
    }

    @Command(
            name = "audit",
            mixinStandardHelpOptions = true,
            description =
                    "Checks data sets against their manifests, shows sampled flows of each label decoded, compares the"
                            + " labels with what the attacks' tools counted, and says how well single header fields"
                            + " tell normal from malicious.")
    static final class AuditDataSet implements Callable<Integer> {
        @Parameters(
                index = "0..*",
                arity = "1..*",
                paramLabel = "DIR",
                description = "Roots of data sets; header fields are compared over all of them together.")
        private List<Path> roots;

        @Option(names = "--flows", paramLabel = "N", description = "Flows shown per label (default ${DEFAULT-VALUE}).")
        private int flows = 1;

        @Option(names = "--seed", paramLabel = "S", description = "Seed of the sampling (default ${DEFAULT-VALUE}).")
        private long seed = 1;

        @Option(
                names = "--tshark",
                description = "Have tshark read the captures again and compare the flows it sees with the labels.")
        private boolean tshark;

        @Override
        public Integer call() throws LabException {
            SingleFields single = new SingleFields();
            List<String> faults = new ArrayList<>();
            for (Path root : roots) {
                faults.addAll(new Audit(root, System.out).run(flows, seed, single, tshark));
            }
            single.print(System.out);
            faults.forEach(fault -> System.err.println("ldpi lab: " + fault));
            return faults.isEmpty() ? 0 : 1;
        }
    }

    @Command(
            name = "sample",
            mixinStandardHelpOptions = true,
            description =
                    "Cuts a small data set from the training and the test days: whole runs of attacks, each kind of"
                            + " attack among them, and the same share of every kind of normal conversation.")
    static final class CutSample implements Callable<Integer> {
        // A run of each kind of attack takes a good part of the test days' room.
        private static final Map<String, Double> SHARES = new TreeMap<>(Map.of("train", 0.4, "test", 0.6));
        private static final double MEGABYTE = 1e6;

        @Option(
                names = "--from",
                required = true,
                paramLabel = "DIR",
                description = "What @|bold lab run all|@ wrote: has the data sets train and test.")
        private Path from;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "DIR",
                description = "Folder that gets train and test; these absent or empty.")
        private Path out;

        @Option(
                names = "--megabytes",
                paramLabel = "N",
                description = "How large both may be together, 10^6 bytes (default ${DEFAULT-VALUE}).")
        private int megabytes = 19;

        @Option(names = "--seed", paramLabel = "S", description = "Seed of the choice (default ${DEFAULT-VALUE}).")
        private long seed = 1;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() throws LabException {
            if (megabytes < 1) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--megabytes: " + megabytes + " is not 1 or more");
            }
            for (String set : SHARES.keySet()) {
                Day.checkEmpty(out.resolve(set));
            }
            for (String set : SHARES.keySet()) {
                DataSetSample sample = new DataSetSample(from.resolve(set));
                sample.choose((long) (megabytes * MEGABYTE * SHARES.get(set)), seed);
                print(set, sample.write(out.resolve(set), seed));
            }
            return 0;
        }

        private static void print(String set, List<FlowLabel> rows) {
            Map<String, Long> counts =
                    rows.stream().collect(Collectors.groupingBy(FlowLabel::label, TreeMap::new, Collectors.counting()));
            counts.forEach((label, count) -> System.out.printf("%7d  %s%n", count, label));
            System.out.printf("%7d  flows in %s%n", rows.size(), set);
        }
    }
}
