package org.ldpi.flow;

import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.quantizer.Quantizer;

/**
 * A flow table whose storage is allocated once, all at the start or as flows come, and which makes no garbage for packets.
 *
 * <p>A flow is <i>open</i> while its head collects packets, and <i>decided</i> from when its head closed until it has
 * been idle for the timeout. Packets of decided flows are counted and change nothing else, with one exception:
 *
 * <ul>
 *   <li>A head closes with its n-th packet ({@code FULL}), with a packet that has FIN or RST ({@code FIN}, {@code RST},
 *       which go before {@code FULL}), when no packet came for longer than the timeout, to make room, or when the table
 *       is closed. That packet is part of the head.
 *   <li>A flow is scored once: what still comes after FIN or RST, such as acknowledgements, retransmissions and data of
 *       a half-closed connection (RFC 9293, section 3.6), makes no new head.
 *   <li>The exception: a SYN after FIN or RST begins a new connection with the same ports (RFC 9293, section 3.4.1), so a
 *       new flow. In one-way flows that goes for SYN with ACK too, by which the server's side begins; in two-way flows
 *       it is the answer to the SYN. A SYN before FIN or RST is a retransmission and belongs to the flow.
 *   <li>A flow seen from its middle is a flow.
 * </ul>
 *
 * <p>When all slots are taken, a flow has to go: the decided one that was not seen for longest, else the open one not
 * seen for longest, whose head closes as {@code EVICTED}: a head that has not grown for longest has the least to lose by
 * not waiting. Age is known roughly, from the timer wheel: of the first {@value #EVICTION_PROBES} flows due, those seen
 * since they were queued are passed over (second chance).
 */
final class PreallocatedFlowTable implements FlowTable {
    // A processor waits for about so many lines of memory at a time.
    private static final int AHEAD = 32;

    private static final int EVICTION_PROBES = 8;
    private static final int ENDING = IpPacket.FIN | IpPacket.RST;

    private final FlowTableOptions options;
    private final boolean twoWay;
    private final FlowShare share;
    private final boolean shared;
    private final int maxPackets;
    private final long timeoutNanos;
    private final Quantizer quantizer;
    private final FlowHeadHandler handler;

    private final PacketDecoder decoder;
    private final FlowPacket[] ahead = new FlowPacket[AHEAD];
    private final int[] aheadSlots = new int[AHEAD];
    private final long[] aheadStates = new long[AHEAD];
    private final FlowClock clock;
    private final FlowRecords records;
    private final FlowIndex index;
    private final OpenHeads heads;
    private final SlotLists lists;
    private final TimerWheel openFlows;
    private final TimerWheel decidedFlows;
    private final TableCounters counters = new TableCounters();
    private final FlowHead closing;

    // The last names given, by number; with more captures than that in one table, a head that stayed open all the while
    // would carry a later name.
    private final String[] captures = new String[OpenHeads.CAPTURES];
    private int capture;
    private long nextTickNanos;
    /** Null for none. */
    private PacketStore store;

    // What is only read to bring memory into the cache ends here, so that the reads are not left out as useless.
    @SuppressWarnings("UnusedVariable")
    private long touched;

    /**
     * An empty table.
     *
     * @param seed of the hash
     */
    PreallocatedFlowTable(FlowTableOptions options, Quantizer quantizer, FlowHeadHandler handler, long seed) {
        this.options = options;
        this.twoWay = options.direction() == Direction.TWO_WAY;
        this.share = options.share();
        this.shared = share.count() > 1;
        this.maxPackets = options.shape().packets();
        this.timeoutNanos = options.idleTimeout().toNanos();
        this.quantizer = quantizer;
        this.handler = handler;
        this.decoder = new PacketDecoder(options.shape().bytes(), options.tunnels(), seed);
        FlowHash hashes = new FlowHash(seed);
        for (int i = 0; i < AHEAD; i++) {
            ahead[i] = new FlowPacket(new FlowKeyWords(twoWay, options.vlanInKey(), hashes));
        }
        this.clock = new FlowClock(timeoutNanos);
        this.records = new FlowRecords(options.maxFlows(), options.preallocated(), hashes);
        this.index = new FlowIndex(records, options.maxFlows());
        this.heads = new OpenHeads(options.shape(), options.maxFlows(), options.preallocated());
        this.lists = new SlotLists(options.maxFlows(), 2 * TimerWheel.LISTS, options.preallocated());
        this.openFlows = new TimerWheel(lists, 0, timeoutNanos);
        this.decidedFlows = new TimerWheel(lists, TimerWheel.LISTS, timeoutNanos);
        this.closing = new FlowHead(options.shape());
        this.captures[0] = "";
        this.nextTickNanos = openFlows.nextTickNanos();
    }

    @Override
    public void capture(String name) {
        capture = capture + 1 & OpenHeads.CAPTURES - 1;
        captures[capture] = name;
    }

    @Override
    public void packets(PacketStore now) {
        heads.keeping(now != null);
        store = now;
    }

    @Override
    public void onPacket(CapturedPacket captured) {
        FlowPacket packet = alone(captured);
        long now = timeOf(packet);
        take(packet, decoder.decode(captured, packet.ip, now), now);
        tell();
    }

    private FlowPacket alone(CapturedPacket captured) {
        ahead[0].captured = captured;
        return ahead[0];
    }

    /**
     * {@inheritDoc}
     *
     * <p>With many flows each packet waits for main memory several times over, for its flow's entry in the index, its
     * record and its head. Plain packets are decoded some ahead, and what they will need is touched, so that the waits
     * for them fall together.
     */
    @Override
    public void onPackets(CapturedPacket[] packets, int count) {
        for (int first = 0; first < count; first += AHEAD) {
            take(packets, first, Math.min(AHEAD, count - first));
        }
        tell();
    }

    private void take(CapturedPacket[] packets, int first, int count) {
        decodeAhead(packets, first, count);
        touch(count);
        for (int i = 0; i < count; i++) {
            FlowPacket packet = ahead[i];
            long now = timeOf(packet);
            if (packet.plain) {
                take(packet, now);
            } else {
                take(packet, decoder.decodeLayers(packet.captured, packet.ip, now), now);
            }
        }
    }

    /** Decodes the packets that are plain. */
    private void decodeAhead(CapturedPacket[] packets, int first, int count) {
        for (int i = 0; i < count; i++) {
            FlowPacket packet = ahead[i];
            packet.captured = packets[first + i];
            packet.plain = decoder.plain(packet.captured, packet.ip);
            if (packet.plain) {
                packet.key.set(packet.ip);
            }
        }
    }

    /** Brings into the cache what the flows of packets need, if they are where they most likely are. */
    private void touch(int count) {
        int known = 0;
        for (int i = 0; i < count; i++) {
            int slot = ahead[i].plain ? index.likely(ahead[i].key.hash) : SlotLists.NONE;
            aheadSlots[known] = slot;
            known += slot == SlotLists.NONE ? 0 : 1;
        }
        int open = 0;
        for (int i = 0; i < known; i++) {
            long state = records.state(aheadSlots[i]);
            aheadStates[open] = state;
            open += (state & FlowRecords.OPEN) == 0 ? 0 : 1;
        }
        long sum = 0;
        for (int i = 0; i < open; i++) {
            long state = aheadStates[i];
            sum += heads.touch(FlowRecords.head(state), (int) (state & FlowRecords.PACKETS));
        }
        touched += sum;
    }

    /** Goes on to a packet's time. */
    private long timeOf(FlowPacket packet) {
        long now = clock.observe(packet.captured.timestampNanos());
        expireDue(now);
        return now;
    }

    /** Takes a packet if it was decoded, or counts why not. */
    private void take(FlowPacket packet, SkipReason skip, long now) {
        if (skip != null) {
            skip(skip);
            return;
        }
        packet.key.set(packet.ip);
        take(packet, now);
    }

    /** Takes a packet whose key is set. */
    private void take(FlowPacket packet, long now) {
        if (shared && packet.key.share(share) != share.index()) {
            return;
        }
        counters.decoded();
        int slot = index.find(packet.key);
        if (slot == SlotLists.NONE) {
            begin(packet, now);
        } else {
            go(slot, packet, now);
        }
    }

    /** What belongs to no flow is counted once, by the first of tables that share the flows. */
    private void skip(SkipReason reason) {
        if (share.index() == 0) {
            counters.skipped(reason);
        }
    }

    @Override
    public boolean onKnownFlow(CapturedPacket captured) {
        boolean known = takeKnown(alone(captured));
        tell();
        return known;
    }

    private boolean takeKnown(FlowPacket packet) {
        long now = timeOf(packet);
        if (decoder.decode(packet.captured, packet.ip, now) != null) {
            return false;
        }
        packet.key.set(packet.ip);
        int slot = index.find(packet.key);
        if (slot == SlotLists.NONE || ended(slot, packet.ip, now)) {
            return false;
        }
        counters.decoded();
        go(slot, packet, now);
        return true;
    }

    /** Whether the packet begins a new flow in a slot's place; the flow that was in it is then closed and forgotten. */
    private boolean ended(int slot, IpPacket ip, long now) {
        long state = records.state(slot);
        boolean open = (state & FlowRecords.OPEN) != 0;
        boolean idle = now - records.seen(slot) > timeoutNanos;
        boolean again = !open && (state & FlowRecords.ENDED) != 0 && beginsConnection(ip);
        if (!idle && !again) {
            return false;
        }
        if (open) {
            decide(slot, CloseReason.TIMEOUT, now);
        }
        decidedFlows.disarm(slot);
        forget(slot);
        return true;
    }

    @Override
    public void advanceTo(long nowNanos) {
        long now = clock.advanceTo(nowNanos);
        expireDue(now);
        tell();
    }

    @Override
    public void closeAll() {
        long now = clock.now();
        openFlows.makeAllDue();
        while (closeDue(now)) {
            // One after the other, in a method that is compiled by itself.
        }
        records.clear();
        index.clear();
        heads.clear();
        lists.clear();
        openFlows.reset(now);
        decidedFlows.reset(now);
        nextTickNanos = openFlows.nextTickNanos();
        clock.restart();
        tell();
    }

    /** Closes the open head that is due first; false when none is. */
    private boolean closeDue(long now) {
        int slot = openFlows.pollDue();
        if (slot == SlotLists.NONE) {
            return false;
        }
        close(slot, now - records.seen(slot) > timeoutNanos ? CloseReason.TIMEOUT : CloseReason.SHUTDOWN);
        handler.onHead(closing);
        return true;
    }

    @Override
    public FlowCounters counters() {
        return counters.snapshot(options.maxFlows());
    }

    /** A packet of a flow that is not in the table. */
    private void begin(FlowPacket packet, long now) {
        if (records.full()) {
            evict();
            // Removal moves entries: where the new one goes is looked for again.
            index.find(packet.key);
        }
        int slot = records.allocate(packet.key);
        index.insert(packet.key.hash, slot);
        open(slot, packet, now);
    }

    /** A packet of a flow that is in the table. */
    private void go(int slot, FlowPacket packet, long now) {
        long state = records.state(slot);
        boolean open = (state & FlowRecords.OPEN) != 0;
        if (now - records.seen(slot) > timeoutNanos) {
            if (open) {
                decide(slot, CloseReason.TIMEOUT, now);
            }
            decidedFlows.disarm(slot);
            open(slot, packet, now);
        } else if (open) {
            grow(slot, state, packet, now);
        } else if ((state & FlowRecords.ENDED) != 0 && beginsConnection(packet.ip)) {
            decidedFlows.disarm(slot);
            open(slot, packet, now);
        } else {
            long ended = (packet.ip.tcpFlags() & ENDING) != 0 ? FlowRecords.ENDED : 0;
            records.state(slot, state | ended | FlowRecords.TOUCHED);
            records.seen(slot, now);
        }
    }

    private boolean beginsConnection(IpPacket ip) {
        int flags = ip.tcpFlags();
        return (flags & IpPacket.SYN) != 0 && (!twoWay || (flags & IpPacket.ACK) == 0);
    }

    /** Begins a head with the packet in a slot that has a key, no open head and no timer. */
    private void open(int slot, FlowPacket packet, long now) {
        long head = heads.allocate(packet.ip, capture, quantizer);
        if (store != null) {
            heads.keep(head, true, packet.captured, store);
        }
        records.seen(slot, now);
        records.state(slot, FlowRecords.opened(head, packet.key.swapped));
        openFlows.arm(slot, now);
        CloseReason reason = closing(packet.ip, 1);
        if (reason != null) {
            decide(slot, reason, now);
        }
    }

    /** Appends the packet to an open head. */
    private void grow(int slot, long state, FlowPacket packet, long now) {
        int packets = (int) (state & FlowRecords.PACKETS);
        long head = heads.append(FlowRecords.head(state), packets, packet.ip, quantizer);
        if (store != null) {
            heads.keep(head, false, packet.captured, store);
        }
        records.seen(slot, now);
        records.state(slot, FlowRecords.grown(state, head));
        CloseReason reason = closing(packet.ip, packets + 1);
        if (reason != null) {
            decide(slot, reason, now);
        }
    }

    private CloseReason closing(IpPacket ip, int packets) {
        int flags = ip.tcpFlags();
        if ((flags & ENDING) != 0) {
            return (flags & IpPacket.RST) != 0 ? CloseReason.RST : CloseReason.FIN;
        }
        return packets == maxPackets ? CloseReason.FULL : null;
    }

    /** Closes an open head and hands it on; the flow stays as a decided one. */
    private void decide(int slot, CloseReason reason, long now) {
        openFlows.disarm(slot);
        close(slot, reason);
        decidedFlows.arm(slot, now);
        handler.onHead(closing);
    }

    /** Closes an open head, takes what it held to {@link #closing} and gives its storage back. */
    private void close(int slot, CloseReason reason) {
        long state = records.state(slot);
        long head = FlowRecords.head(state);
        int packets = (int) (state & FlowRecords.PACKETS);
        boolean ended = reason == CloseReason.FIN || reason == CloseReason.RST;
        int name = heads.copyTo(closing, head, packets);
        closing.seen(packets, heads.startNanos(head), heads.endNanos(head), reason)
                .capture(captures[name]);
        putKey(slot, (state & FlowRecords.REVERSED) != 0);
        heads.release(head);
        records.state(slot, ended ? FlowRecords.ENDED : 0);
        counters.closed(reason);
    }

    private void putKey(int slot, boolean reversed) {
        byte[] first = reversed ? closing.destinationAddress() : closing.sourceAddress();
        byte[] second = reversed ? closing.sourceAddress() : closing.destinationAddress();
        long rest = records.rest(slot);
        int firstPort = (int) (rest >>> 48);
        int secondPort = (int) (rest >>> 32) & 0xFFFF;
        int vlan = (int) (rest >>> 16) & 0xFFFF;
        int protocol = (int) (rest >>> 8) & 0xFF;
        boolean v4 = FlowKeyWords.isIpv4(rest);
        if (v4) {
            long addresses = records.addresses(slot);
            BigEndian.putInt(first, 0, (int) (addresses >>> Integer.SIZE));
            BigEndian.putInt(second, 0, (int) addresses);
        } else {
            BigEndian.putLong(first, 0, records.firstHigh(slot));
            BigEndian.putLong(first, Long.BYTES, records.firstLow(slot));
            BigEndian.putLong(second, 0, records.secondHigh(slot));
            BigEndian.putLong(second, Long.BYTES, records.secondLow(slot));
        }
        closing.key(v4 ? 4 : 16, reversed ? secondPort : firstPort, reversed ? firstPort : secondPort, protocol, vlan);
    }

    private void expireDue(long now) {
        if (now - nextTickNanos >= 0) {
            expire(now);
        }
    }

    private void expire(long now) {
        openFlows.advance(now);
        decidedFlows.advance(now);
        nextTickNanos = openFlows.nextTickNanos();
        for (int slot = openFlows.pollDue(); slot != SlotLists.NONE; slot = openFlows.pollDue()) {
            if (now - records.seen(slot) > timeoutNanos) {
                close(slot, CloseReason.TIMEOUT);
                forget(slot);
                handler.onHead(closing);
            } else {
                rearm(slot, openFlows);
            }
        }
        for (int slot = decidedFlows.pollDue(); slot != SlotLists.NONE; slot = decidedFlows.pollDue()) {
            if (now - records.seen(slot) > timeoutNanos) {
                forget(slot);
            } else {
                rearm(slot, decidedFlows);
            }
        }
    }

    private void evict() {
        counters.evicted();
        int slot = leastRecent(decidedFlows);
        if (slot != SlotLists.NONE) {
            decidedFlows.disarm(slot);
            forget(slot);
            return;
        }
        slot = leastRecent(openFlows);
        openFlows.disarm(slot);
        close(slot, CloseReason.EVICTED);
        forget(slot);
        handler.onHead(closing);
    }

    private int leastRecent(TimerWheel flows) {
        int slot = flows.earliest();
        for (int i = 1; i < EVICTION_PROBES && slot != SlotLists.NONE; i++) {
            if ((records.state(slot) & FlowRecords.TOUCHED) == 0) {
                return slot;
            }
            flows.disarm(slot);
            rearm(slot, flows);
            slot = flows.earliest();
        }
        return slot;
    }

    private void rearm(int slot, TimerWheel flows) {
        records.state(slot, records.state(slot) & ~FlowRecords.TOUCHED);
        flows.arm(slot, records.seen(slot));
    }

    private void forget(int slot) {
        index.remove(slot);
        records.release(slot);
    }

    private void tell() {
        counters.tell(heads.used(), records.used());
    }
}
