package org.ldpi.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BenchEncodersTest {
    private record Result(int exit, String out, String err) {}

    @Test
    void eachEncoderIsOneObjectWithItsFigures() {
        Result result = run("--seconds", "0.01", "--encoder", "lstm", "--encoder", "transformer", "--json");
        assertEquals(0, result.exit, result.err);
        assertEquals(2, result.out.lines().count(), result.out);
        JsonObject lstm = JsonParser.parseString(result.out.lines().findFirst().orElseThrow())
                .getAsJsonObject();
        assertEquals(
                Set.of(
                        "encoder",
                        "parameters",
                        "multiply_adds",
                        "bytes",
                        "train_per_s",
                        "score_per_s_1",
                        "score_per_s_32",
                        "score_per_s_256"),
                lstm.keySet());
        assertEquals("lstm", lstm.get("encoder").getAsString());
        int table = 256 * 8;
        int oneWay = 4 * 64 * (80 + 64 + 2);
        assertEquals(table + 2 * oneWay + 128 * 64 + 64, lstm.get("parameters").getAsLong());
        assertTrue(lstm.get("bytes").getAsLong() > 4 * lstm.get("parameters").getAsLong());
        assertTrue(lstm.get("score_per_s_256").getAsLong() > 0);
        assertTrue(lstm.get("train_per_s").getAsLong() > 0);
    }

    @Test
    void forPeopleItIsATable() {
        Result result = run("--seconds", "0.01", "--encoder", "lstm", "--callers", "2");
        assertEquals(0, result.exit, result.err);
        assertTrue(result.out.startsWith("encoder"), result.out);
        assertTrue(result.out.contains("85,056"), result.out);
    }

    @Test
    void wrongUsageIsNamed() {
        assertMisused("--encoder: there is no abacus", "--encoder", "abacus");
        assertMisused("--seconds", "--seconds", "0");
        assertMisused("--callers", "--callers", "0");
    }

    private static void assertMisused(String reason, String... arguments) {
        Result result = run(arguments);
        assertEquals(2, result.exit, result.err);
        assertTrue(result.err.contains(reason), result.err);
    }

    private static Result run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "bench";
        all[1] = "encoders";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int exit = Ldpi.run(all, new PrintStream(err, true, StandardCharsets.UTF_8));
            return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
