package org.ldpi.lab;

import java.io.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ldpi.lab.audit.Audit;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.net.Kernel;
import org.ldpi.lab.net.Namespaces;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.run.Day;
import org.ldpi.lab.run.Packages;
import org.ldpi.lab.run.Tools;
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
            LabCommand.ListScenarios.class,
            LabCommand.Status.class,
            LabCommand.Down.class,
            LabCommand.AuditDataSet.class
        })
public final class LabCommand implements Callable<Integer> {
    @Option(names = "--verbose", scope = CommandLine.ScopeType.INHERIT, description = "Stack traces with errors.")
    private boolean verbose;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do: run, list, status, down or audit.");
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

    @Command(name = "run", mixinStandardHelpOptions = true, description = "Runs a day and writes its data set.")
    static final class Run implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "SCENARIO", description = "Name of a shipped scenario, or a YAML file.")
        private String scenario;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "DIR",
                description = "Folder of the data set; absent or empty.")
        private Path out;

        @Option(names = "--minutes", paramLabel = "N", description = "Length of the day, minutes.")
        private Integer minutes;

        @Option(names = "--seed", paramLabel = "S", description = "Seed of the day.")
        private Long seed;

        @Option(names = "--yes", description = "Install missing Debian packages without asking.")
        private boolean yes;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() throws LabException {
            if (minutes != null && minutes < 1) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--minutes: " + minutes + " is not 1 or more");
            }
            Scenario read = ScenarioReader.read(scenario);
            Plan plan = Plan.of(read, seed == null ? read.seed() : seed, minutes == null ? read.minutes() : minutes);
            requireRights();
            Set<String> missing = tools(plan);
            Map<String, String> refusals = Kernel.refusals();
            if (!refusals.isEmpty()) {
                throw new LabException("this machine refuses what the lab needs: "
                        + refusals.entrySet().stream()
                                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                                .collect(Collectors.joining(", ")));
            }
            List<FlowLabel> rows =
                    new Day(plan, missing, line -> System.err.println("lab: " + line)).run(out.toAbsolutePath());
            summary(rows);
            return 0;
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

        private void summary(List<FlowLabel> rows) {
            Map<String, Integer> counts = new TreeMap<>();
            rows.forEach(row -> counts.merge(row.label(), 1, Integer::sum));
            counts.forEach((label, count) -> System.out.printf("%7d  %s%n", count, label));
            System.out.printf("%7d  flows in %s%n", rows.size(), out);
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
            System.out.println(
                    Day.running()
                            ? "a day is running in " + namespaces.size() + " namespaces"
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
                    "Checks a data set against its manifest, shows sampled flows of each label decoded, and how well"
                            + " single header fields tell normal from malicious.")
    static final class AuditDataSet implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "DIR", description = "Root of a data set.")
        private Path root;

        @Option(names = "--flows", paramLabel = "N", description = "Flows shown per label (default ${DEFAULT-VALUE}).")
        private int flows = 1;

        @Option(names = "--seed", paramLabel = "S", description = "Seed of the sampling (default ${DEFAULT-VALUE}).")
        private long seed = 1;

        @Override
        public Integer call() throws LabException {
            List<String> faults = new Audit(root, System.out).run(flows, seed);
            faults.forEach(fault -> System.err.println("ldpi lab: " + fault));
            return faults.isEmpty() ? 0 : 1;
        }
    }
}
