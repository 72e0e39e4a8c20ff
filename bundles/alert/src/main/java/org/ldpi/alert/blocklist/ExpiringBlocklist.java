package org.ldpi.alert.blocklist;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.incident.IncidentKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blocklist that is kept in a file over restarts, with the times at which its entries end. Bounded: where it is full, what is
 * over makes room, and without such an entry a new one is refused and counted. Whatever comes and goes is logged. A list that
 * cannot be stored works on, and its status says why.
 */
final class ExpiringBlocklist implements Blocklist {
    private static final Logger LOG = LoggerFactory.getLogger("org.ldpi.blocklist");

    private record Blocked(InetAddress address, Instant since, Instant until, String reason, AtomicLong dropped) {
        Entry entry() {
            return new Entry(address, since, until, reason, dropped.get());
        }
    }

    private final Clock clock;
    private final BlocklistFile file;
    private final Map<ByteBuffer, Blocked> blocked = new ConcurrentHashMap<>();
    private final AtomicLong dropped = new AtomicLong();
    private volatile BlocklistOptions options;
    private long added;
    private long expired;
    private long refused;
    private String problem = "";

    /** @param file is read here, and written with each change */
    ExpiringBlocklist(BlocklistOptions options, Clock clock, BlocklistFile file) {
        this.options = options;
        this.clock = clock;
        this.file = file;
        try {
            for (Entry entry : file.read()) {
                blocked.put(
                        ByteBuffer.wrap(entry.address().getAddress()),
                        new Blocked(entry.address(), entry.since(), entry.until(), entry.reason(), new AtomicLong()));
                LOG.warn(
                        "{} is still blocked until {}: {}",
                        entry.address().getHostAddress(),
                        entry.until(),
                        entry.reason());
            }
        } catch (IOException e) {
            problem(e);
        }
        expire();
    }

    private void problem(IOException e) {
        // The message of such an exception is a path alone.
        String now = e instanceof FileSystemException || e.getMessage() == null ? e.toString() : e.getMessage();
        if (!now.equals(problem)) {
            LOG.error("the blocklist is not kept over a restart: {}", now);
        }
        problem = now;
    }

    private void store() {
        try {
            file.write(sorted());
            problem = "";
        } catch (IOException e) {
            problem(e);
        }
    }

    /** Goes by these options from now on; entries stay, also those over a smaller bound. */
    void options(BlocklistOptions now) {
        options = now;
    }

    @Override
    public synchronized Entry add(InetAddress address, Duration time, String reason) {
        Duration granted = time == null ? options.time() : BlocklistOptions.check(time);
        expire();
        ByteBuffer key = ByteBuffer.wrap(address.getAddress());
        Blocked before = blocked.get(key);
        if (before == null && blocked.size() >= options.capacity()) {
            refused++;
            throw new IllegalStateException("the blocklist is full with " + blocked.size() + " entries");
        }
        Instant now = clock.instant();
        Blocked entry = new Blocked(
                address,
                before == null ? now : before.since(),
                now.plus(granted),
                reason,
                before == null ? new AtomicLong() : before.dropped());
        blocked.put(key, entry);
        added++;
        store();
        LOG.warn("{} is blocked until {}: {}", address.getHostAddress(), entry.until(), reason);
        return entry.entry();
    }

    /** Puts on the list what the options say of an alert. */
    void fill(Alert alert) {
        BlocklistOptions now = options;
        boolean single = alert.incident() == null;
        if (now.fill() == BlocklistOptions.Fill.NONE || (single && now.fill() != BlocklistOptions.Fill.ALERTS)) {
            return;
        }
        if (!single
                && (alert.incident().kind() == IncidentKind.FLOOD
                        || !alert.incident().open())) {
            return;
        }
        InetAddress address = single
                ? alert.verdict().flow().key().source()
                : alert.incident().subject();
        add(
                address,
                null,
                "alert " + alert.id() + (single ? "" : ", " + alert.incident().kind()));
    }

    @Override
    public synchronized boolean remove(InetAddress address) {
        expire();
        boolean there = blocked.remove(ByteBuffer.wrap(address.getAddress())) != null;
        if (there) {
            store();
            LOG.warn("{} is no longer blocked: taken from the list", address.getHostAddress());
        }
        return there;
    }

    @Override
    public synchronized List<Entry> entries() {
        expire();
        return sorted();
    }

    private List<Entry> sorted() {
        List<Entry> entries = new ArrayList<>();
        blocked.values().forEach(entry -> entries.add(entry.entry()));
        entries.sort(Comparator.comparing(Entry::until)
                .thenComparing(e -> e.address().getHostAddress()));
        return entries;
    }

    @Override
    public synchronized Status status() {
        expire();
        return new Status(
                blocked.size(), options.capacity(), options.drop(), added, expired, refused, dropped.get(), problem);
    }

    private void expire() {
        Instant now = clock.instant();
        int before = blocked.size();
        for (Iterator<Blocked> all = blocked.values().iterator(); all.hasNext(); ) {
            Blocked entry = all.next();
            if (!entry.until().isAfter(now)) {
                all.remove();
                expired++;
                LOG.info(
                        "{} is no longer blocked: its time is over, {} flows were dropped",
                        entry.address().getHostAddress(),
                        entry.dropped());
            }
        }
        if (blocked.size() < before) {
            store();
        }
    }

    @Override
    public boolean drops(FlowHead head) {
        if (!options.drop() || blocked.isEmpty()) {
            return false;
        }
        Blocked entry = blocked.get(ByteBuffer.wrap(head.sourceAddress(), 0, head.addressLength()));
        if (entry == null || !entry.until().isAfter(clock.instant())) {
            return false;
        }
        entry.dropped().incrementAndGet();
        dropped.incrementAndGet();
        return true;
    }
}
