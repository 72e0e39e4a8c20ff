package org.ldpi.lab.audit;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How well one field alone tells malicious flows from benign ones, over all days that were added: a field that does
 * so without being the behaviour is a shortcut a model would take. Not thread-safe.
 */
public final class SingleFields {
    private static final double STANDS_OUT = 0.8;

    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

    /**
     * Adds a flow.
     *
     * @param kind {@code benign}, {@code malicious} or {@code unclear}
     * @param fields values by field name
     */
    void add(String kind, Map<String, Double> fields) {
        fields.forEach((field, value) -> values.computeIfAbsent(field, k -> new HashMap<>())
                .computeIfAbsent(kind, k -> new ArrayList<>())
                .add(value));
    }

    /**
     * Prints a table of areas under the curve (AUROC), if there are flows of both kinds.
     *
     * @param out takes it
     */
    public void print(PrintStream out) {
        boolean header = false;
        for (Map.Entry<String, Map<String, List<Double>>> entry : values.entrySet()) {
            double[] benign = array(entry.getValue().getOrDefault("benign", List.of()));
            double[] malicious = array(entry.getValue().getOrDefault("malicious", List.of()));
            if (benign.length == 0 || malicious.length == 0) {
                continue;
            }
            if (!header) {
                out.printf("%n%-30s %9s %10s %8s%n", "single field", "benign", "malicious", "AUROC");
                header = true;
            }
            double area = Auroc.of(malicious, benign);
            out.printf(
                    Locale.ROOT,
                    "%-30s %9d %10d %8.3f%s%n",
                    entry.getKey(),
                    benign.length,
                    malicious.length,
                    area,
                    Math.max(area, 1 - area) > STANDS_OUT ? "  stands out" : "");
        }
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
