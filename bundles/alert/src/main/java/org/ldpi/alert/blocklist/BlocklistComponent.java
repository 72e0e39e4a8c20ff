package org.ldpi.alert.blocklist;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.flow.FlowHead;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blocklist as a service, and as an output of alerts that fills it where it is configured so. */
@Component(
        service = {Blocklist.class, AnomalyListener.class},
        configurationPid = BlocklistOptions.PID,
        property = AnomalyListener.OUTPUT + "=blocklist")
@Designate(ocd = BlocklistConfiguration.class)
public final class BlocklistComponent implements Blocklist, AnomalyListener {
    private static final Logger LOG = LoggerFactory.getLogger(BlocklistComponent.class);

    private static final String FILE = "blocklist.tsv";

    private final ExpiringBlocklist list;

    /** Begins with what was blocked when it ended. */
    @Activate
    public BlocklistComponent(BundleContext context, BlocklistConfiguration configuration) {
        list = new ExpiringBlocklist(
                BlocklistOptions.DEFAULT,
                Clock.systemUTC(),
                new BlocklistFile(context.getDataFile(FILE).toPath()));
        configure(configuration);
    }

    /** Options that cannot be are refused as a whole; those before stay in force. */
    @Modified
    void configure(BlocklistConfiguration configuration) {
        try {
            list.options(BlocklistOptions.of(configuration));
        } catch (IllegalArgumentException e) {
            LOG.error("configuration refused: {}", e.getMessage());
        }
    }

    @Override
    public void onAnomaly(Alert alert) {
        list.fill(alert);
    }

    @Override
    public Entry add(InetAddress address, Duration time, String reason) {
        return list.add(address, time, reason);
    }

    @Override
    public boolean remove(InetAddress address) {
        return list.remove(address);
    }

    @Override
    public List<Entry> entries() {
        return list.entries();
    }

    @Override
    public Status status() {
        return list.status();
    }

    @Override
    public boolean drops(FlowHead head) {
        return list.drops(head);
    }
}
