package org.ldpi.training.evaluate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
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
import org.ldpi.training.data.FlowLabels.FlowLabel;
import org.ldpi.training.data.Truth;
import org.ldpi.training.flows.CaptureFlows;

/**
 * The flows of data sets whose labels are known. Immutable.
 *
 * @param captures in the order in which they were read
 * @param flows capture by capture, in the order in which their heads closed
 * @param unknown flows of which nothing is known, not among {@code flows}
 * @param hosts of the network: source addresses of normal flows that are private, link-local or unique local; all source
 *     addresses of normal flows where there is none such
 */
public record TestSet(List<Capture> captures, List<TestFlow> flows, long unknown, Set<String> hosts) {
    static final double SECONDS_PER_DAY = 86_400;

    /**
     * A capture.
     *
     * @param name with that of its data set in front where there are several
     * @param day its folder
     * @param seconds from its first flow's start to its last one's; 0 where it has no normal flow, for then it is no time
     *     in which normal traffic could raise an alert
     */
    public record Capture(String name, String day, double seconds) {}

    /**
     * Reads the captures of data sets.
     *
     * @param each called with the number of captures read so far
     * @throws CaptureException when a capture cannot be read at all; one that breaks is used up to that place
     */
    public static TestSet read(
            List<Dataset> datasets,
            FlowTableOptions options,
            Quantizer quantizer,
            Consumer<String> warnings,
            IntConsumer each)
            throws CaptureException {
        Reader reader = new Reader(options, quantizer, datasets.size() > 1);
        int done = 0;
        for (Dataset dataset : datasets) {
            for (CaptureFile file : dataset.files()) {
                reader.read(dataset, file, warnings);
                each.accept(++done);
            }
        }
        return new TestSet(List.copyOf(reader.read), List.copyOf(reader.flows), reader.unknown, hostsOf(reader.flows));
    }

    /** The options with which a model's flows are read; the table is as large as a data set's capture may need. */
    public static FlowTableOptions options(org.ldpi.api.model.ModelSignature signature) {
        return new FlowTableOptions(
                signature.shape(),
                signature.direction(),
                java.time.Duration.ofSeconds(FlowTableOptions.DEFAULT_IDLE_SECONDS),
                1 << 18);
    }

    /** Length of the captures with normal flows together. */
    public double seconds() {
        return captures.stream().mapToDouble(Capture::seconds).sum();
    }

    /** Hosts times days. */
    public double hostDays() {
        return hosts.size() * seconds() / SECONDS_PER_DAY;
    }

    /** The flows of one kind. */
    public List<TestFlow> flows(Predicate<TestFlow> wanted) {
        return flows.stream().filter(wanted).toList();
    }

    /** The samples of all flows. */
    public List<byte[]> samples() {
        return flows.stream().map(TestFlow::sample).toList();
    }

    static Set<String> hostsOf(List<TestFlow> flows) {
        Set<String> all = new LinkedHashSet<>();
        Set<String> own = new LinkedHashSet<>();
        for (TestFlow flow : flows) {
            if (flow.normal() && all.add(flow.source()) && ownNetwork(flow.source())) {
                own.add(flow.source());
            }
        }
        return Collections.unmodifiableSet(own.isEmpty() ? all : own);
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
        private final List<Capture> read = new ArrayList<>();
        private final List<TestFlow> flows = new ArrayList<>();
        private final boolean twoWay;
        private final boolean named;
        private final CaptureFlows captures;
        private Dataset dataset;
        private CaptureFile file;
        private long unknown;
        private boolean normal;
        private long first;
        private long last;

        Reader(FlowTableOptions options, Quantizer quantizer, boolean named) {
            this.twoWay = options.direction() == Direction.TWO_WAY;
            this.named = named;
            this.captures = new CaptureFlows(options, quantizer, this::onHead);
        }

        void read(Dataset set, CaptureFile capture, Consumer<String> warnings) throws CaptureException {
            dataset = set;
            file = capture;
            normal = false;
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
            String prefix = named ? dataset.root().getFileName() + "/" : "";
            read.add(new Capture(prefix + capture.name(), prefix + capture.label(), normal ? (last - first) / 1e9 : 0));
        }

        private void onHead(FlowHead head) {
            first = Math.min(first, head.startNanos());
            last = Math.max(last, head.startNanos());
            FlowLabel found = dataset.labels().find(file.name(), head, twoWay);
            String label = found == null ? file.label() : found.label();
            Truth truth = Truth.of(label);
            if (truth == Truth.UNKNOWN) {
                unknown++;
                return;
            }
            normal |= truth == Truth.NORMAL;
            flows.add(new TestFlow(
                    read.size(),
                    address(head.sourceAddress(), head.addressLength()),
                    head.sourcePort(),
                    address(head.destinationAddress(), head.addressLength()),
                    head.destinationPort(),
                    head.protocol(),
                    head.startNanos(),
                    head.packets(),
                    head.sample().clone(),
                    truth,
                    label,
                    found == null ? "" : found.tool()));
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
