package org.ldpi.shell.gogo;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.shell.command.BlocklistCommands;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;
import org.ldpi.shell.command.Table;
import org.ldpi.shell.command.TopCommand;

/** The commands by name, with what they take. */
enum GogoCommand {
    STATUS("status", "", "state and counters of everything") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            Arguments.parse(words, Set.of(), Set.of()).noOperand();
            ldpi.status(out);
        }
    },
    FLOWS("flows", "[-n N]", "the last flows with their verdicts") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            ldpi.flows(rows(words)).print(out);
        }
    },
    ALERTS("alerts", "[-n N]", "the last alerts") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            ldpi.alerts(rows(words)).print(out);
        }
    },
    INCIDENTS("incidents", "[-n N]", "the last incidents: scans, floods and the like") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            ldpi.incidents(rows(words)).print(out);
        }
    },
    EXPLAIN("explain", "ALERT|FLOW [--color]", "why a flow got its score") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            Arguments arguments = Arguments.parse(words, Set.of(), Set.of("--color"));
            ldpi.explain(arguments.operand("the number of an alert or a flow"), arguments.has("--color"), out);
        }
    },
    PCAP("pcap", "ALERT [--to FILE]", "the capture file of an alert, or a copy of it") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            Arguments arguments = Arguments.parse(words, Set.of("--to"), Set.of());
            out.println(ldpi.pcap(arguments.operand("the number of an alert"), arguments.option("--to", "")));
        }
    },
    TOP("top", "[-s SECONDS] [-n ROUNDS]", "rates, talkers and scores") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure, InterruptedException {
            Arguments arguments =
                    Arguments.parse(words, Set.of("-s", "-n"), Set.of()).noOperand();
            int seconds = arguments.integer("-s", TopCommand.DEFAULT_SECONDS);
            ldpi.top(seconds, arguments.integer("-n", 1), false, GogoCommand::sleep, out);
        }
    },
    BLOCK_LIST("block-list", "", "the blocked addresses, and until when they are") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            none(words);
            BlocklistCommands blocklist = ldpi.blocklist();
            blocklist.list().print(out);
            out.println(blocklist.summary());
        }
    },
    BLOCK_ADD("block-add", "ADDRESS [--for TIME]", "blocks an address, for 90s, 30m, 2h or 1d") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            Arguments arguments = Arguments.parse(words, Set.of("--for"), Set.of());
            out.println(ldpi.blocklist().add(arguments.operand("the address"), arguments.option("--for", "")));
        }
    },
    BLOCK_REMOVE("block-remove", "ADDRESS|all", "takes an address from the blocklist") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            String address = Arguments.parse(words, Set.of(), Set.of()).operand("the address");
            out.println(ldpi.blocklist().remove(address));
        }
    },
    MODEL_LIST("model-list", "", "the models and their states") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            none(words);
            ldpi.models().list().print(out);
        }
    },
    MODEL_INFO("model-info", "NAME[:VERSION]", "what a model says of itself") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            ldpi.models().info(model(words)).print(out);
        }
    },
    MODEL_VERIFY("model-verify", "NAME[:VERSION]|FILE", "makes every check on a model") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            out.println(ldpi.models().verify(model(words)));
        }
    },
    MODEL_ACTIVATE("model-activate", "NAME[:VERSION]", "makes a model the active one") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            out.println(ldpi.models().activate(model(words)));
        }
    },
    MODEL_SHADOW("model-shadow", "NAME[:VERSION]", "lets a model score beside the active one, without alerts") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            out.println(ldpi.models().shadow(model(words)));
        }
    },
    MODEL_DIFF("model-diff", "", "the active model and the shadow side by side") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            none(words);
            for (Table table : ldpi.models().diff()) {
                table.print(out);
            }
        }
    },
    MODEL_PROMOTE("model-promote", "", "makes the shadow the active model") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            none(words);
            out.println(ldpi.models().promote());
        }
    },
    MODEL_ROLLBACK("model-rollback", "", "makes the model active again that was active before") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            none(words);
            out.println(ldpi.models().rollback());
        }
    },
    MODEL_RETIRE("model-retire", "NAME[:VERSION]", "takes the active model or the shadow from service") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            out.println(ldpi.models().retire(model(words)));
        }
    },
    THRESHOLD_LIST("threshold-list", "", "the threshold policies and what is in force") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            Arguments.parse(words, Set.of(), Set.of()).noOperand();
            ldpi.thresholds().print(out);
        }
    },
    THRESHOLD_SET("threshold-set", "POLICY|SCORE", "goes by a policy or by a fixed score") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure, InterruptedException {
            String threshold = Arguments.parse(words, Set.of(), Set.of()).operand("a policy's name or a score");
            ldpi.setThreshold(threshold);
            out.println("threshold " + threshold + " from the next batch on");
        }
    },
    RECALIBRATE("recalibrate", "[--apply | --undo]", "what calibrating on recent traffic would change; does it") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            Arguments arguments = Arguments.parse(words, Set.of(), Set.of("--apply", "--undo"))
                    .noOperand();
            ldpi.recalibrate(arguments.has("--apply"), arguments.has("--undo"), out);
        }
    },
    CAPTURE_START("capture-start", "INTERFACE [--filter EXPRESSION]", "captures from an interface") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            Arguments arguments = Arguments.parse(words, Set.of("--filter"), Set.of());
            String networkInterface = arguments.operand("the interface");
            ldpi.startCapture(networkInterface, arguments.option("--filter", ""));
            out.println("capturing from " + networkInterface);
        }
    },
    CAPTURE_STOP("capture-stop", "", "stops the capture or the replay") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure {
            Arguments.parse(words, Set.of(), Set.of()).noOperand();
            ldpi.stopCapture();
            out.println("stopped");
        }
    },
    REPLAY("replay", "FILE [--speed X] [--wait | --follow]", "replays a capture file or a folder of them") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure, InterruptedException {
            Arguments arguments = Arguments.parse(words, Set.of("--speed"), Set.of("--wait", "--follow"));
            String source = arguments.operand("the capture file");
            double speed = arguments.number("--speed", Sensor.UNLIMITED);
            if (arguments.has("--wait") || arguments.has("--follow")) {
                ldpi.replayToTheEnd(source, speed, arguments.has("--follow"), out);
            } else {
                ldpi.replay(source, speed);
                out.println("replaying " + source);
            }
        }
    },
    HELP("help", "", "this list") {
        @Override
        void run(LdpiCommands ldpi, List<?> words, PrintStream out) {
            for (GogoCommand command : values()) {
                out.printf("ldpi:%-55s %s%n", (command.word() + " " + command.synopsis).strip(), command.description);
            }
        }
    };

    private final String word;
    private final String synopsis;
    private final String description;

    GogoCommand(String word, String synopsis, String description) {
        this.word = word;
        this.synopsis = synopsis;
        this.description = description;
    }

    /** The command's name in its scope. */
    String word() {
        return word;
    }

    abstract void run(LdpiCommands ldpi, List<?> words, PrintStream out) throws CommandFailure, InterruptedException;

    private static boolean sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return true;
    }

    private static void none(List<?> words) throws CommandFailure {
        Arguments.parse(words, Set.of(), Set.of()).noOperand();
    }

    private static String model(List<?> words) throws CommandFailure {
        return Arguments.parse(words, Set.of(), Set.of()).operand("the model's name:version");
    }

    private static int rows(List<?> words) throws CommandFailure {
        return Arguments.parse(words, Set.of("-n"), Set.of()).noOperand().integer("-n", LdpiCommands.DEFAULT_ROWS);
    }
}
