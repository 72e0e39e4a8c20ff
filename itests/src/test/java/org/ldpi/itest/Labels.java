package org.ldpi.itest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;

/** The labels of a data set: what each flow of its captures was, by key and time. */
final class Labels {
    static final String UNCLEAR = "unclear";

    private record Span(long firstNanos, long lastNanos, String label) {}

    private final Map<FlowKey, List<Span>> spans = new HashMap<>();

    /** Reads {@code labels.tsv} of a data set. */
    static Labels of(Path dataset) throws IOException {
        Labels labels = new Labels();
        List<String> lines = Files.readAllLines(dataset.resolve("labels.tsv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] f = line.split("\t");
            FlowKey key = new FlowKey(
                    address(f[1]),
                    Integer.parseInt(f[2]),
                    address(f[3]),
                    Integer.parseInt(f[4]),
                    Integer.parseInt(f[5]),
                    0);
            labels.spans
                    .computeIfAbsent(key, k -> new ArrayList<>())
                    .add(new Span(Long.parseLong(f[6]), Long.parseLong(f[7]), f[8]));
        }
        return labels;
    }

    /** The label of a flow, {@link #UNCLEAR} where there is none or more than one. */
    String of(Flow flow) {
        List<String> found = spans.getOrDefault(flow.key(), List.of()).stream()
                .filter(s -> s.firstNanos <= flow.startNanos() && flow.startNanos() <= s.lastNanos)
                .map(Span::label)
                .distinct()
                .toList();
        return found.size() == 1 ? found.get(0) : UNCLEAR;
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
