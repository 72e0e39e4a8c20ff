package org.ldpi.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.quantizer.ClassicQuantizer;

/** A flow table under test and the heads that it has handed on. */
final class Heads {
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    final FlowTable table;
    final List<Flow> closed = new ArrayList<>();

    Heads(FlowTableOptions options) {
        table = new FlowTables().create(options, new ClassicQuantizer(), head -> closed.add(Flow.of(head)));
        table.capture("test");
    }

    static Heads oneWay() {
        return with(Direction.ONE_WAY, 1024);
    }

    static Heads twoWay() {
        return with(Direction.TWO_WAY, 1024);
    }

    static Heads with(Direction direction, int maxFlows) {
        return new Heads(new FlowTableOptions(SampleShape.DEFAULT, direction, TIMEOUT, maxFlows));
    }

    Heads take(PacketBuilder... packets) {
        for (PacketBuilder packet : packets) {
            table.onPacket(packet.packet());
        }
        return this;
    }

    Heads end() {
        table.closeAll();
        return this;
    }

    /** Why the heads so far closed, in order. */
    List<CloseReason> reasons() {
        return closed.stream().map(Flow::close).toList();
    }

    /** Heads in an order that does not depend on when they closed. */
    List<String> described() {
        return closed.stream()
                .map(flow ->
                        flow + " " + flow.startNanos() + " " + flow.endNanos() + " " + Arrays.hashCode(flow.sample()))
                .sorted()
                .collect(Collectors.toList());
    }

    FlowCounters counters() {
        return table.counters();
    }
}
