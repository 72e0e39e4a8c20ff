package org.ldpi.lab.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.lab.LabException;
import org.ldpi.lab.label.ActivityRun;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.label.LabelFile;
import org.ldpi.lab.label.Labeller;
import org.ldpi.lab.label.OwnerLog;
import org.ldpi.lab.pcap.EthernetFrame;
import org.ldpi.lab.pcap.IpPacket;
import org.ldpi.lab.pcap.PcapFile;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Tunnels;
import org.ldpi.lab.scenario.Scenario;

/** Writes a day as a data set: capture files cut by time, {@code labels.tsv}, {@code manifest.json}. */
final class DataSet {
    private final Plan plan;
    private final Path root;
    private final Wrapping wrapping;
    private final Map<String, Long> packetsByFile = new LinkedHashMap<>();
    private long noIp;

    DataSet(Plan plan, Path root) {
        this.plan = plan;
        this.root = root;
        wrapping = Wrapping.of(plan);
    }

    /**
     * Cuts the capture into files and labels them.
     *
     * @param capture the sensor's capture of the day
     * @param owners who sent what
     * @param runs the command log
     * @return the rows of {@code labels.tsv}
     */
    List<FlowLabel> write(Path capture, OwnerLog owners, List<ActivityRun> runs) throws LabException {
        Labeller labeller = new Labeller(owners, runs);
        tunnels(labeller);
        try (PcapFile.Reader reader = new PcapFile.Reader(capture)) {
            PcapFile.Packet packet = reader.next();
            if (packet == null) {
                throw new LabException("the day's capture is empty");
            }
            long begin = packet.nanos();
            long segmentNanos =
                    plan.minutes() * 60_000_000_000L / plan.scenario().segments();
            for (int s = 0; s < plan.scenario().segments(); s++) {
                boolean last = s == plan.scenario().segments() - 1;
                packet = segment(
                        reader, packet, s + 1, last ? Long.MAX_VALUE : begin + (s + 1) * segmentNanos, labeller);
            }
            List<FlowLabel> rows = labeller.rows();
            LabelFile.write(root, rows);
            return rows;
        } catch (IOException e) {
            throw new LabException(e.getMessage(), e);
        }
    }

    /** What the resolver sends on to the far ends of tunnels, no process of an activity sends. */
    private void tunnels(Labeller labeller) {
        Map<String, String> tools = Map.of("iodine", "iodine", "dns2tcp", "dns2tcpc");
        for (int s = 0; s < plan.scenario().servers().size(); s++) {
            String address = plan.layout().servers().get(s).ip4();
            for (Scenario.Service service : plan.scenario().servers().get(s).services()) {
                if (tools.containsKey(service.name())) {
                    labeller.endpoint(address, service.port(), Tunnels.LABEL, tools.get(service.name()));
                }
            }
        }
    }

    /** Writes packets before a time to one file; returns the first that is not before it. */
    private PcapFile.Packet segment(
            PcapFile.Reader reader, PcapFile.Packet first, int number, long until, Labeller labeller)
            throws IOException {
        String path = String.format(
                Locale.ROOT,
                "pcap/%s/%s/%02d.pcap",
                plan.scenario().mixed() ? "mixed" : "benign",
                plan.scenario().day(),
                number);
        Files.createDirectories(root.resolve(path).getParent());
        labeller.file(path);
        PcapFile.Packet packet = first;
        long packets = 0;
        try (PcapFile.Writer writer =
                new PcapFile.Writer(root.resolve(path), reader.linkType(), reader.snaplen() + wrapping.bytes())) {
            for (; packet != null && packet.nanos() < until; packet = reader.next()) {
                writer.write(wrapping.wrap(packet));
                packets++;
                IpPacket ip = EthernetFrame.ip(packet.bytes());
                if (ip == null) {
                    noIp++;
                } else {
                    labeller.packet(ip, packet.nanos());
                }
            }
        }
        packetsByFile.put(path, packets);
        return packet;
    }

    /**
     * Writes the manifest; call after {@link #write}.
     *
     * @param rows rows of the label file
     * @param runs the command log
     * @param missing programs that were not there
     * @param dropped packets the captures lost
     * @param skipped activities left out because too many were running
     * @param links what links that are not perfect did to packets
     */
    void manifest(
            List<FlowLabel> rows,
            List<ActivityRun> runs,
            Set<String> missing,
            long dropped,
            int skipped,
            List<String> links)
            throws LabException {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", 1);
        manifest.put("scenario", plan.scenario());
        manifest.put("seed", plan.seed());
        manifest.put("minutes", plan.minutes());
        manifest.put("left_out", missing);
        manifest.put("activities_skipped", skipped);
        manifest.put("packets_dropped", dropped);
        manifest.put("packets_not_ip", noIp);
        manifest.put("links", links);
        manifest.put("tools", Tools.versions(Tools.needed(plan)));
        manifest.put("subnets", plan.layout().subnets());
        manifest.put(
                "clients", plan.layout().clients().stream().map(DataSet::host).toList());
        manifest.put(
                "servers", plan.layout().servers().stream().map(DataSet::host).toList());
        manifest.put("labels", counts(rows));
        List<Map<String, Object>> commands = new ArrayList<>();
        for (ActivityRun run : runs) {
            commands.add(command(run));
        }
        manifest.put("commands", commands);
        Gson gson = new GsonBuilder().disableHtmlEscaping().create();
        try {
            List<Map<String, Object>> files = new ArrayList<>();
            for (Map.Entry<String, Long> entry : packetsByFile.entrySet()) {
                files.add(file(entry.getKey(), entry.getValue()));
            }
            files.add(file(LabelFile.NAME, null));
            manifest.put("files", files);
            Files.write(root.resolve("manifest.json"), json(gson, manifest));
        } catch (IOException e) {
            throw new LabException(root.resolve("manifest.json") + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** One line per entry, and one per element of a list: small, and still readable with a pager. */
    private static List<String> json(Gson gson, Map<String, Object> manifest) {
        List<String> lines = new ArrayList<>(List.of("{"));
        int left = manifest.size();
        for (Map.Entry<String, Object> entry : manifest.entrySet()) {
            String comma = --left > 0 ? "," : "";
            String key = gson.toJson(entry.getKey()) + ": ";
            if (entry.getValue() instanceof List<?> list && !list.isEmpty()) {
                lines.add(key + "[");
                for (int i = 0; i < list.size(); i++) {
                    lines.add("  " + gson.toJson(list.get(i)) + (i < list.size() - 1 ? "," : ""));
                }
                lines.add("]" + comma);
            } else {
                lines.add(key + gson.toJson(entry.getValue()) + comma);
            }
        }
        lines.add("}");
        return lines;
    }

    private static Map<String, Object> host(Host host) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", host.name());
        map.put("ip4", host.ip4());
        map.put("ip6", host.ip6());
        map.put("mac", host.mac());
        map.put("ttl", host.ttl());
        map.put("tcp", host.tcp());
        return map;
    }

    private static Map<String, Map<String, Long>> counts(List<FlowLabel> rows) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (FlowLabel row : rows) {
            Map<String, Long> count = counts.computeIfAbsent(row.label(), k -> new LinkedHashMap<>());
            count.merge("flows", 1L, Long::sum);
            count.merge("packets", row.packets(), Long::sum);
        }
        return counts;
    }

    private static Map<String, Object> command(ActivityRun run) throws LabException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("activity", run.activity().name());
        map.put("label", run.activity().label());
        map.put("tool", run.activity().tool());
        map.put("host", run.activity().host());
        map.put("source", run.activity().source());
        map.put("target", run.activity().target());
        map.put("ports", run.activity().ports());
        map.put("start_ns", run.startNanos());
        map.put("end_ns", run.endNanos());
        map.put("exit", run.exit());
        map.put("command", run.activity().script());
        if (run.activity().malicious()) {
            map.put("report", ToolReport.of(run.activity()));
        }
        return map;
    }

    private Map<String, Object> file(String path, Long packets) throws IOException {
        Map<String, Object> map = Checksums.of(root, path);
        if (packets != null) {
            map.put("packets", packets);
        }
        return map;
    }
}
