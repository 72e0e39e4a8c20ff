package org.ldpi.training.cli;

import com.google.gson.JsonObject;
import java.util.Locale;
import org.ldpi.training.bench.Detection;

/** Figures of methods, one line each: for people, or as JSON. */
final class ContestTable {
    private static final int COLUMNS = 2;

    private final boolean json;

    ContestTable(boolean json) {
        this.json = json;
        if (!json) {
            System.out.printf("%-94s %28s   %28s %8s%n", "", "heads of 4 packets and more", "all heads", "seconds");
            System.out.printf(
                    "%-94s %10s %8s %8s   %10s %8s %8s%n", "", "AUROC", "1 %", "0.1 %", "AUROC", "1 %", "0.1 %");
        }
    }

    /**
     * Prints a line.
     *
     * @param about what it is about, for JSON
     * @param name the same, for people
     * @param detections on long heads, and on all
     */
    void line(JsonObject about, String name, Detection[] detections, double seconds) {
        if (json) {
            JsonObject line = about.deepCopy();
            for (int i = 0; i < COLUMNS; i++) {
                String heads = i == 0 ? "four_packets" : "all";
                line.addProperty(heads + "_normal", detections[i].normal());
                line.addProperty(heads + "_malicious", detections[i].malicious());
                add(line, heads + "_auroc", detections[i].auroc());
                add(line, heads + "_at_1_percent", detections[i].atOnePercent());
                add(line, heads + "_at_0_1_percent", detections[i].atOneInThousand());
            }
            line.addProperty("seconds", seconds);
            System.out.println(line);
            return;
        }
        System.out.printf("%-94s", name);
        for (int i = 0; i < COLUMNS; i++) {
            System.out.printf(
                    Locale.ROOT,
                    " %10s %8s %8s  ",
                    figure("%.4f", detections[i].auroc()),
                    figure("%.1f %%", 100 * detections[i].atOnePercent()),
                    figure("%.1f %%", 100 * detections[i].atOneInThousand()));
        }
        System.out.printf(Locale.ROOT, "%8.0f%n", seconds);
    }

    private static void add(JsonObject line, String name, double value) {
        if (Double.isFinite(value)) {
            line.addProperty(name, value);
        } else {
            line.add(name, com.google.gson.JsonNull.INSTANCE);
        }
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
