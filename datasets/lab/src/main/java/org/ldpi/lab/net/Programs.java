package org.ldpi.lab.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ldpi.lab.LabException;

/** Runs programs of the system and waits for them. Thread-safe. */
public final class Programs {
    /** Where packages are unpacked that cannot be installed beside what the machine has. */
    public static final Path UNPACKED = Path.of("/opt/ldpi-lab");

    private static final List<String> FOLDERS = List.of(
            "/usr/local/sbin",
            "/usr/local/bin",
            "/usr/sbin",
            "/usr/bin",
            "/sbin",
            "/bin",
            "/usr/lib/postgresql/15/bin",
            UNPACKED + "/usr/sbin",
            UNPACKED + "/usr/bin");
    private static final long LIMIT_SECONDS = 300;

    private Programs() {}

    /**
     * Says whether a program can be found in the system's usual folders.
     *
     * @param program name without folder
     * @return whether it is installed
     */
    public static boolean installed(String program) {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Path of a program, or its bare name if it is not installed. */
    public static String path(String program) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElse(program);
    }

    /** The folders programs are searched in, for a process's environment. */
    public static String searchPath() {
        return String.join(":", FOLDERS);
    }

    /**
     * Gives a process the lab's environment and nothing of the one that the lab was started in, of which a limit on memory or a
     * language would change what programs send.
     */
    public static void environment(ProcessBuilder process) {
        Map<String, String> environment = process.environment();
        environment.clear();
        environment.put("PATH", searchPath());
        environment.put("LAB", LabFolder.ROOT.toString());
        environment.put("HOME", LabFolder.ROOT.resolve("home").toString());
        environment.put("LC_ALL", "C.UTF-8");
    }

    /**
     * Runs a command to its end.
     *
     * @param input text for its standard input
     * @param command program and arguments
     * @return what it printed on standard output and error
     * @throws LabException if it cannot be started, fails or takes longer than five minutes
     */
    public static String run(String input, String... command) throws LabException {
        Result result = tryRun(input, command);
        if (result.exit() != 0) {
            throw new LabException(String.join(" ", command) + ": exit " + result.exit() + ": "
                    + result.output().strip().replace('\n', ' '));
        }
        return result.output();
    }

    /**
     * What a program left.
     *
     * @param exit its exit code, -1 if it could not be started, -2 if it took too long
     * @param output what it printed on standard output and error
     */
    public record Result(int exit, String output) {}

    /**
     * Runs a command to its end and reports how it went.
     *
     * @param input text for its standard input
     * @param command program and arguments
     * @return exit code and output
     * @throws LabException if the thread is interrupted
     */
    public static Result tryRun(String input, String... command) throws LabException {
        return tryRun(LIMIT_SECONDS, input, command);
    }

    /**
     * Runs a command to its end or until its time is up, and reports how it went.
     *
     * @param limitSeconds its time
     * @param input text for its standard input
     * @param command program and arguments
     * @return exit code and output
     * @throws LabException if the thread is interrupted
     */
    public static Result tryRun(long limitSeconds, String input, String... command) throws LabException {
        Path output = null;
        try {
            output = Files.createTempFile("ldpi-lab", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(-2, "took longer than " + limitSeconds + " s");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while running " + command[0], e);
        } finally {
            if (output != null && !output.toFile().delete()) {
                output.toFile().deleteOnExit();
            }
        }
    }
}
