package org.ldpi.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs commands as the launcher does. */
public final class CommandLine {
    private CommandLine() {}

    public static void succeed(String... arguments) {
        fail(0, arguments);
    }

    /** Runs a command that succeeds, and gives what it wrote to standard output. */
    static String output(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            succeed(arguments);
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }

    /** Runs a command that ends with this exit code, and gives the last line that it said. */
    public static String fail(int exit, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream before = System.err;
        System.setErr(err);
        try {
            int given = Ldpi.run(arguments, err);
            String said = bytes.toString(StandardCharsets.UTF_8);
            assertEquals(exit, given, said);
            return said.lines().reduce("", (last, line) -> line);
        } finally {
            System.setErr(before);
        }
    }
}
