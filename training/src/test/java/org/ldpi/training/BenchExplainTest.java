package org.ldpi.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What explanations name on the sample is what the scores come from. */
class BenchExplainTest {
    private static Path sample() {
        return Path.of("..").resolve("datasets/sample");
    }

    private static Path model() throws Exception {
        try (Stream<Path> files = Files.list(sample().resolve("model"))) {
            return files.filter(f -> f.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    @Test
    void changingTheNamedFieldsLowersTheScoreMoreThanChangingOthers() throws Exception {
        String said = CommandLine.output(
                "bench",
                "explain",
                "--dataset",
                sample().resolve("test").toString(),
                "--model",
                model().toString(),
                "--flows",
                "2",
                "--json");
        JsonObject all = JsonParser.parseString(
                        said.lines().reduce((first, second) -> second).orElseThrow())
                .getAsJsonObject();
        assertEquals("all", all.get("label").getAsString());
        double named = all.get("fall_named").getAsDouble();
        assertTrue(named > 1.5 * all.get("fall_other_fields").getAsDouble(), all::toString);
        assertTrue(named > 1.5 * all.get("fall_other_bytes").getAsDouble(), all::toString);
    }
}
