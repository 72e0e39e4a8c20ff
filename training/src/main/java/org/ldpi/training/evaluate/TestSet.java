package org.ldpi.training.evaluate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.training.data.CaptureFile;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.data.Truth;
import org.ldpi.training.flows.CaptureFlows;

/**
 * The flows of a data set whose labels are known.
 *
 * @param captures names
 * @param flows capture by capture, in the order in which their heads closed
 * @param unknown flows of which nothing is known, not among {@code flows}
 * @param seconds length of all captures together, each from its first flow's start to its last one's
 */
public record TestSet(List<String> captures, List<TestFlow> flows, long unknown, double seconds) {
    /**
     * Reads the captures of a data set.
     *
     * @param wanted the captures to read
     * @param each called with the number of captures read so far
     * @throws CaptureException when a capture cannot be read at all; one that breaks is used up to that place
     */
    public static TestSet read(
            Dataset dataset,
            Predicate<CaptureFile> wanted,
            FlowTableOptions options,
            Quantizer quantizer,
            Consumer<String> warnings,
            IntConsumer each)
            throws CaptureException {
        Reader reader = new Reader(dataset, options, quantizer);
        int done = 0;
        for (CaptureFile file : dataset.files()) {
            if (wanted.test(file)) {
                reader.read(file, warnings);
            }
            each.accept(++done);
        }
        return new TestSet(List.copyOf(reader.names), List.copyOf(reader.flows), reader.unknown, reader.nanos / 1e9);
    }

    /** The options with which a model's flows are read; the table is as large as a data set's capture may need. */
    public static FlowTableOptions options(org.ldpi.api.model.ModelSignature signature) {
        return new FlowTableOptions(
                signature.shape(),
                signature.direction(),
                java.time.Duration.ofSeconds(FlowTableOptions.DEFAULT_IDLE_SECONDS),
                1 << 18);
    }

    /**
     * Hosts of the network: different source addresses of normal flows that are private, link-local or unique local; all
     * where there is none such.
     */
    public int hosts() {
        Set<String> all = new HashSet<>();
        Set<String> own = new HashSet<>();
        for (TestFlow flow : flows) {
            if (flow.normal() && all.add(flow.source()) && ownNetwork(flow.source())) {
                own.add(flow.source());
            }
        }
        return own.isEmpty() ? all.size() : own.size();
    }

    /** Hosts times days. */
    public double hostDays() {
        return hosts() * seconds / 86_400;
    }

    /** The flows of one kind. */
    public List<TestFlow> flows(Predicate<TestFlow> wanted) {
        return flows.stream().filter(wanted).toList();
    }

    private static boolean ownNetwork(String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address); // a literal: nobody is asked
            byte[] bytes = parsed.getAddress();
            boolean uniqueLocal = bytes.length > 4 && (bytes[0] & 0xfe) == 0xfc;
            return parsed.isSiteLocalAddress() || parsed.isLinkLocalAddress() || uniqueLocal;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + address + "' is no address", e);
        }
    }

    private static final class Reader {
        private final List<String> names = new ArrayList<>();
        private final List<TestFlow> flows = new ArrayList<>();
        private final Dataset dataset;
        private final boolean twoWay;
        private final CaptureFlows captures;
        private CaptureFile file;
        private long unknown;
        private long nanos;
        private long first;
        private long last;

        Reader(Dataset dataset, FlowTableOptions options, Quantizer quantizer) {
            this.dataset = dataset;
            this.twoWay = options.direction() == Direction.TWO_WAY;
            this.captures = new CaptureFlows(options, quantizer, this::onHead);
        }

        void read(CaptureFile capture, Consumer<String> warnings) throws CaptureException {
            file = capture;
            names.add(capture.name());
            first = Long.MAX_VALUE;
            last = Long.MIN_VALUE;
            long before = captures.counters().read();
            try {
                captures.read(capture.path().toString());
            } catch (CaptureException e) {
                if (captures.counters().read() == before) {
                    throw e;
                }
                warnings.accept(e.getMessage() + "; what came before is used");
            }
            nanos += Math.max(0, last - first);
        }

        private void onHead(FlowHead head) {
            first = Math.min(first, head.startNanos());
            last = Math.max(last, head.startNanos());
            String label = dataset.labels().of(file.name(), head, twoWay);
            if (label == null) {
                label = file.label();
            }
            Truth truth = Truth.of(label);
            if (truth == Truth.UNKNOWN) {
                unknown++;
                return;
            }
            flows.add(new TestFlow(
                    names.size() - 1,
                    address(head.sourceAddress(), head.addressLength()),
                    head.sourcePort(),
                    address(head.destinationAddress(), head.addressLength()),
                    head.destinationPort(),
                    head.protocol(),
                    head.startNanos(),
                    head.packets(),
                    head.sample().clone(),
                    truth,
                    label));
        }

        private static String address(byte[] bytes, int length) {
            try {
                return InetAddress.getByAddress(Arrays.copyOf(bytes, length)).getHostAddress();
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address of " + length + " bytes", e);
            }
        }
    }
}
