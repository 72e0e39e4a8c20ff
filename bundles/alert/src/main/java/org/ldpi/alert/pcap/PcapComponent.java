package org.ldpi.alert.pcap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.flow.PacketStore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Capture files of alerts as an output. While it is on, a {@link PacketStore} is there, which the sensor then fills. */
@Component(
        service = {AnomalyListener.class, HeadCaptures.class},
        immediate = true,
        configurationPid = PcapOptions.PID,
        property = AnomalyListener.OUTPUT + "=pcap")
@Designate(ocd = PcapConfiguration.class)
public final class PcapComponent implements AnomalyListener, HeadCaptures {
    private static final Logger LOG = LoggerFactory.getLogger(PcapComponent.class);

    /** So many places for a ms: rings of one controller and of one before do not have places in common. */
    private static final int PLACES_SHIFT = 20;

    private static final Status NOTHING = new Status(0, 0, 0, 0, 0, 0);

    private final BundleContext context;
    private PacketRing ring;
    private HeadFiles files;
    private ServiceRegistration<PacketStore> store;

    @Activate
    public PcapComponent(BundleContext context, PcapConfiguration configuration) {
        this.context = context;
        configure(configuration);
    }

    /** Options that cannot be are refused as a whole; those before stay in force. */
    @Modified
    synchronized void configure(PcapConfiguration configuration) {
        try {
            PcapOptions options = PcapOptions.of(configuration);
            long first = Math.max(System.currentTimeMillis() << PLACES_SHIFT, ring == null ? 0 : ring.end());
            close();
            if (configuration.enabled()) {
                ring = new PacketRing(options.ringBytes(), options.snapLength(), first);
                files = new HeadFiles(ring, options);
                store = context.registerService(PacketStore.class, ring, null);
            }
        } catch (IllegalArgumentException e) {
            LOG.error("configuration refused: {}", e.getMessage());
        } catch (OutOfMemoryError e) {
            LOG.error("{}: no memory for a ring of {} MiB", PcapOptions.PID, configuration.ring_mib());
        }
    }

    @Override
    public void onAnomaly(Alert alert) {
        HeadFiles now = files();
        if (now == null) {
            return;
        }
        try {
            now.write(alert);
        } catch (IOException e) {
            throw new UncheckedIOException("capture file: " + e, e);
        }
    }

    @Override
    public Path file(Alert alert) throws IOException {
        HeadFiles now = files();
        if (now == null) {
            throw new IOException("the packets of heads are not kept: enabled in " + PcapOptions.PID + " is off");
        }
        return now.file(alert);
    }

    @Override
    public Status status() {
        HeadFiles now = files();
        return now == null ? NOTHING : now.status();
    }

    private synchronized HeadFiles files() {
        return files;
    }

    @Deactivate
    synchronized void close() {
        if (store != null) {
            store.unregister();
        }
        store = null;
        files = null;
        ring = null;
    }
}
