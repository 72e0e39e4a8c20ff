package org.ldpi.training.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ldpi.api.flow.FlowHead;

/**
 * Labels of single flows, from a file of tab-separated columns {@value #HEADER}. A label goes for the flow of that 5-tuple
 * that began within its times, both included; where several do, the one that is written last. Immutable, thread-safe.
 */
public final class FlowLabels {
    static final String HEADER = "file\tsrc\tsport\tdst\tdport\tprotocol\tfirst_ns\tlast_ns\tlabel\ttool";

    /** The 5-tuple of a flow in a file; addresses as bytes, so that they compare however they were written. */
    private record Key(
            String file, Address source, int sourcePort, Address destination, int destinationPort, int protocol) {
        Key reversed() {
            return new Key(file, destination, destinationPort, source, sourcePort, protocol);
        }
    }

    private static final class Address {
        private final byte[] bytes;

        Address(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Address address && Arrays.equals(bytes, address.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /**
     * What is known of a flow.
     *
     * @param tool the program that made it, {@code -} where it was the host itself
     */
    public record FlowLabel(String label, String tool) {}

    private record Span(long firstNanos, long lastNanos, FlowLabel label) {}

    private final Map<Key, List<Span>> spans;

    private FlowLabels(Map<Key, List<Span>> spans) {
        this.spans = spans;
    }

    static FlowLabels none() {
        return new FlowLabels(Map.of());
    }

    static FlowLabels read(Path file) throws DatasetException {
        Map<Key, List<Span>> spans = new HashMap<>();
        Map<String, Address> addresses = new HashMap<>();
        Map<FlowLabel, FlowLabel> known = new HashMap<>();
        int number = 1;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            if (!HEADER.equals(line)) {
                throw new DatasetException(file + ": the first line is not: " + HEADER.replace('\t', ' '));
            }
            for (line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    String[] c = line.split("\t", -1);
                    FlowLabel label = known.computeIfAbsent(new FlowLabel(c[8], c[9]), l -> l);
                    Key key = new Key(
                            c[0],
                            address(c[1], addresses),
                            Integer.parseInt(c[2]),
                            address(c[3], addresses),
                            Integer.parseInt(c[4]),
                            Integer.parseInt(c[5]));
                    spans.computeIfAbsent(key, k -> new ArrayList<>(1))
                            .add(new Span(Long.parseLong(c[6]), Long.parseLong(c[7]), label));
                }
            }
        } catch (DatasetException e) {
            throw e;
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new DatasetException(file + ", line " + number + ": not a label: " + e.getMessage(), e);
        }
        return new FlowLabels(spans);
    }

    /**
     * The label of a flow, or null where there is none.
     *
     * @param file the name of its capture
     * @param twoWay whether the flow's source may be the label's destination
     */
    public String of(String file, FlowHead head, boolean twoWay) {
        FlowLabel found = find(file, head, twoWay);
        return found == null ? null : found.label();
    }

    /** The same with the program that made the flow. */
    public FlowLabel find(String file, FlowHead head, boolean twoWay) {
        if (spans.isEmpty()) {
            return null;
        }
        Key key = new Key(
                file,
                new Address(Arrays.copyOf(head.sourceAddress(), head.addressLength())),
                head.sourcePort(),
                new Address(Arrays.copyOf(head.destinationAddress(), head.addressLength())),
                head.destinationPort(),
                head.protocol());
        FlowLabel label = at(key, head.startNanos());
        return label == null && twoWay ? at(key.reversed(), head.startNanos()) : label;
    }

    private FlowLabel at(Key key, long nanos) {
        FlowLabel label = null;
        for (Span span : spans.getOrDefault(key, List.of())) {
            if (span.firstNanos <= nanos && nanos <= span.lastNanos) {
                label = span.label;
            }
        }
        return label;
    }

    /** Literals only: a name would be asked of the network. */
    private static Address address(String text, Map<String, Address> known) {
        return known.computeIfAbsent(text, literal -> {
            if (!literal.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                throw new IllegalArgumentException("'" + literal + "' is no address");
            }
            try {
                return new Address(InetAddress.getByName(literal).getAddress());
            } catch (IOException e) {
                throw new IllegalArgumentException("'" + literal + "' is no address", e);
            }
        });
    }
}
