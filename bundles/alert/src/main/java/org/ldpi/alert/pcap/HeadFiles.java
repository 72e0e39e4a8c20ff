package org.ldpi.alert.pcap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.flow.Flow;

/** Writes the packets of alerted flows to files. Thread-safe. */
final class HeadFiles implements HeadCaptures {
    /** What {@link #name} gives. */
    private static final String NAMES = "ldpi-alert-\\d+-\\d+\\.pcap";

    private final PacketRing ring;
    private final BoundedFolder folder;
    private long written;
    private long incomplete;
    private long left;

    HeadFiles(PacketRing ring, PcapOptions options) {
        this.ring = ring;
        this.folder = new BoundedFolder(options.folder(), NAMES, options.files(), options.bytes());
    }

    /** Alerts are numbered anew after a restart, so the capture time is part of the name. */
    private static String name(Alert alert) {
        return "ldpi-alert-" + alert.id() + "-" + alert.verdict().flow().endNanos() + ".pcap";
    }

    /** Writes the file of an alert; of an incident when it begins. What has been overwritten is counted. */
    synchronized void write(Alert alert) throws IOException {
        if (alert.incident() != null && !alert.incident().open()) {
            return;
        }
        Flow flow = alert.verdict().flow();
        List<KeptPacket> kept = ring.packets(flow.keptAt());
        if (kept.size() < flow.packets()) {
            incomplete++;
        }
        if (kept.isEmpty()) {
            return;
        }
        int linkType = kept.get(0).linkType();
        List<KeptPacket> alike =
                kept.stream().filter(packet -> packet.linkType() == linkType).toList();
        left += kept.size() - alike.size();
        folder.write(name(alert), PcapFile.of(alike));
        written++;
    }

    @Override
    public Path file(Alert alert) throws IOException {
        Path file = folder.file(name(alert));
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read");
        }
        return file;
    }

    @Override
    public synchronized Status status() {
        return new Status(written, folder.files(), folder.bytes(), folder.deleted(), incomplete, left);
    }
}
