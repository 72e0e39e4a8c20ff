package org.ldpi.soak;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a soak measured, by name, in the order in which it is shown. */
final class SoakResult {
    private final Map<String, Object> values = new LinkedHashMap<>();

    SoakResult put(String name, long value) {
        values.put(name, value);
        return this;
    }

    SoakResult put(String name, double value) {
        values.put(name, String.format(Locale.ROOT, "%.3f", value));
        return this;
    }

    /** One JSON object in one line; all values are numbers. */
    String json() {
        return values.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    void print(PrintStream out) {
        values.forEach((name, value) -> out.printf("%-24s %s%n", name, value));
    }
}
