package org.ldpi.lab.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ldpi.lab.pcap.FiveTuple;
import org.ldpi.lab.pcap.IpPacket;

/**
 * Labels the packets of a capture, in the order of the capture, and joins them to rows per one-way flow.
 *
 * <p>A packet belongs to the activity whose process sent packets of its 5-tuple, or of the reverse for a reply; an ICMP
 * error belongs to the activity whose packet it quotes. Where several activities used a 5-tuple one after
 * another, the last to begin counts. What stays open is {@link FlowLabel#UNCLEAR}. Not thread-safe.
 */
public final class Labeller {
    private static final int DNS = 53;

    /** Label of what hosts send unasked to keep the network going. */
    static final String HOUSEKEEPING = "benign/background/network";

    // The kernel gathers its reports for up to a second, and they are stamped when they are read: later on a busy
    // machine.
    private static final long REPORT_NANOS = 2_500_000_000L;
    // A flow table keeps a 5-tuple for this long, so that what follows sooner is the same flow to it.
    private static final long SAME_FLOW_NANOS = 120_000_000_000L;

    private final OwnerLog owners;
    private final Map<Integer, ActivityRun> runs = new HashMap<>();
    private final Map<FiveTuple, List<FlowLabel>> open = new LinkedHashMap<>();
    private final List<FlowLabel> done = new ArrayList<>();
    private final Map<String, Verdict> endpoints = new HashMap<>();
    private String file = "";

    /**
     * A labeller that has seen no packet yet.
     *
     * @param owners who sent what
     * @param activities the command log
     */
    public Labeller(OwnerLog owners, Collection<ActivityRun> activities) {
        this.owners = owners;
        activities.forEach(run -> runs.put(run.activity().group(), run));
    }

    /**
     * Says that only one kind of traffic has business at an address and port, whoever passes it on; what a process is
     * known to have sent comes first.
     *
     * @param address address as text
     * @param port port
     * @param label the label
     * @param tool program that makes the traffic in the end
     */
    public void endpoint(String address, int port, String label, String tool) {
        endpoints.put(address + " " + port, new Verdict(label, tool));
    }

    /**
     * Begins a capture file; flows that go on get a row of their own in it.
     *
     * @param path path relative to the data set's root
     */
    public void file(String path) {
        flush();
        file = path;
    }

    /**
     * Labels a packet.
     *
     * @param packet the packet
     * @param nanos its capture time, ns since the epoch
     */
    public void packet(IpPacket packet, long nanos) {
        Verdict verdict = verdict(packet, nanos);
        List<FlowLabel> rows = open.computeIfAbsent(packet.tuple(), k -> new ArrayList<>());
        FlowLabel last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        if (last != null && last.label().equals(verdict.label) && last.tool().equals(verdict.tool)) {
            rows.set(rows.size() - 1, join(last, nanos, nanos, verdict.label, verdict.tool, 1));
        } else {
            rows.add(new FlowLabel(file, packet.tuple(), nanos, nanos, verdict.label, verdict.tool, 1));
        }
    }

    /** All rows so far, file by file, each file's by the time of the first packet. */
    public List<FlowLabel> rows() {
        flush();
        return List.copyOf(done);
    }

    private record Verdict(String label, String tool) {}

    /** An activity that sent packets of a 5-tuple, and when the first was reported. */
    private record Use(ActivityRun run, long since) {}

    private Verdict verdict(IpPacket packet, long nanos) {
        if (packet.housekeeping()) {
            return new Verdict(HOUSEKEEPING, "-");
        }
        FiveTuple tuple = packet.about() == null ? packet.tuple() : packet.about();
        List<Use> uses = new ArrayList<>();
        uses(tuple, nanos, uses);
        uses(tuple.reversed(), nanos, uses);
        // The last to begin using the 5-tuple has it; who began at about the same time might have it too.
        long last = uses.stream().mapToLong(Use::since).max().orElse(0);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (Use use : uses) {
            if (use.since >= last - REPORT_NANOS) {
                Verdict verdict = label(use.run, tuple);
                verdicts.putIfAbsent(verdict.label, verdict);
            }
        }
        if (verdicts.isEmpty()) {
            Verdict nobody = new Verdict(FlowLabel.UNCLEAR, "-");
            Verdict source = endpoints.getOrDefault(tuple.source() + " " + tuple.sourcePort(), nobody);
            return endpoints.getOrDefault(tuple.destination() + " " + tuple.destinationPort(), source);
        }
        return verdicts.size() == 1 ? verdicts.values().iterator().next() : new Verdict(FlowLabel.UNCLEAR, "-");
    }

    /** Adds the activities that had begun to use a 5-tuple by a time. */
    private void uses(FiveTuple tuple, long nanos, List<Use> uses) {
        owners.senders(tuple).forEach((group, since) -> {
            ActivityRun run = runs.get(group);
            if (run != null && run.startNanos() <= nanos && since - REPORT_NANOS <= nanos) {
                uses.add(new Use(run, since));
            }
        });
    }

    private static Verdict label(ActivityRun run, FiveTuple tuple) {
        String label = run.activity().label();
        boolean lookup = tuple.sourcePort() == DNS || tuple.destinationPort() == DNS;
        if (lookup && label.startsWith("benign/")) {
            return new Verdict("benign/background/dns", run.activity().tool());
        }
        if (lookup && label.startsWith("malicious/") && !namesAreItsBusiness(label)) {
            // A guesser that looks a name up does what everybody does.
            return new Verdict(FlowLabel.UNCLEAR, run.activity().tool());
        }
        return new Verdict(label, run.activity().tool());
    }

    private static boolean namesAreItsBusiness(String label) {
        return label.startsWith("malicious/bruteforce/dns")
                || label.startsWith("malicious/exfiltration/dns")
                || label.startsWith("malicious/information_gathering/")
                || label.startsWith("malicious/botnet/flood")
                || (label.startsWith("malicious/dos/") && label.endsWith("_flood"));
    }

    private void flush() {
        List<FlowLabel> rows = new ArrayList<>();
        open.values().forEach(flow -> rows.addAll(settle(flow)));
        rows.sort(Comparator.comparingLong(FlowLabel::firstNanos));
        done.addAll(rows);
        open.clear();
    }

    /** Rows of one flow table's flow must not be both normal and attack: then they are one row nobody is scored on. */
    private static List<FlowLabel> settle(List<FlowLabel> rows) {
        List<FlowLabel> settled = new ArrayList<>();
        for (FlowLabel row : rows) {
            FlowLabel last = settled.isEmpty() ? null : settled.get(settled.size() - 1);
            if (last != null
                    && row.firstNanos() - last.lastNanos() < SAME_FLOW_NANOS
                    && !row.kind().equals(last.kind())) {
                settled.set(
                        settled.size() - 1,
                        join(last, row.firstNanos(), row.lastNanos(), FlowLabel.UNCLEAR, "-", row.packets()));
            } else {
                settled.add(row);
            }
        }
        return settled;
    }

    private static FlowLabel join(
            FlowLabel row, long firstNanos, long lastNanos, String label, String tool, long packets) {
        // Captures of two processors can be a little out of order.
        return new FlowLabel(
                row.file(),
                row.tuple(),
                Math.min(row.firstNanos(), firstNanos),
                Math.max(row.lastNanos(), lastNanos),
                label,
                tool,
                row.packets() + packets);
    }
}
