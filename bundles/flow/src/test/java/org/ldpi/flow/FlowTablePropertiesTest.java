package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.packet.Tunnel;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.quantizer.RobustQuantizer;

class FlowTablePropertiesTest {
    private static final int[] LINKS = {
        LinkType.NULL,
        LinkType.ETHERNET,
        LinkType.PPP,
        LinkType.RAW_BSD,
        LinkType.PPP_HDLC,
        LinkType.PPP_ETHER,
        LinkType.RAW,
        LinkType.IEEE802_11,
        LinkType.LOOP,
        LinkType.LINUX_SLL,
        LinkType.IEEE802_11_RADIOTAP,
        LinkType.IPV4,
        LinkType.IPV6,
        LinkType.LINUX_SLL2,
        147
    };

    /** Packets of a few dozen flows of both versions, with FIN, RST and SYN here and there, seconds apart. */
    static List<PacketBuilder> traffic(Random random, int packets) {
        List<PacketBuilder> traffic = new ArrayList<>();
        double seconds = 1000;
        for (int i = 0; i < packets; i++) {
            seconds += random.nextInt(200) == 0 ? 130 * random.nextDouble() : random.nextDouble();
            int host = 1 + random.nextInt(6);
            int peer = 1 + random.nextInt(6);
            boolean v6 = random.nextInt(3) == 0;
            boolean tcp = random.nextBoolean();
            int flags = switch (random.nextInt(12)) {
                case 0 -> IpPacket.FIN;
                case 1 -> IpPacket.RST;
                case 2, 3 -> IpPacket.SYN;
                case 4 -> IpPacket.SYN | IpPacket.ACK;
                default -> IpPacket.ACK;
            };
            PacketBuilder packet = (tcp ? PacketBuilder.tcp(flags).sequence(i) : PacketBuilder.udp(random.nextInt(90)))
                    .ports(1000 + random.nextInt(2), 1000 + random.nextInt(2));
            packet = v6
                    ? packet.ipv6("2001:db8::" + host, "2001:db8::" + peer)
                    : packet.ipv4("10.0.0." + host, "10.0.0." + peer);
            traffic.add(packet.ethernet().atSeconds(seconds));
        }
        return traffic;
    }

    private static void check(FlowCounters counters) {
        assertEquals(counters.read(), counters.decoded() + counters.skippedPackets());
        assertTrue(counters.flows() <= counters.maxFlows());
        assertTrue(counters.open() <= counters.flows());
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aReferenceMadeOfMapsGivesTheSameHeads(Direction direction) {
        Random random = new Random(11);
        for (int round = 0; round < 20; round++) {
            List<PacketBuilder> traffic = traffic(random, 3000);
            Heads heads = Heads.with(direction, 4096);
            ReferenceTable reference = new ReferenceTable(direction);
            for (PacketBuilder packet : traffic) {
                heads.take(packet);
                reference.take(packet);
            }
            heads.end();
            assertEquals(
                    reference.end(),
                    heads.closed.stream()
                            .map(flow -> ReferenceTable.describe(
                                    flow.key().toString(), flow.packets(), flow.startNanos(), flow.close()))
                            .sorted()
                            .collect(Collectors.joining("\n")));
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void tablesThatShareTheFlowsGiveTheHeadsOfOneTable(Direction direction) {
        List<PacketBuilder> traffic = traffic(new Random(3), 20_000);
        Heads whole = Heads.with(direction, 4096);
        traffic.forEach(whole::take);
        whole.end();
        List<String> together = new ArrayList<>();
        long read = 0;
        for (int i = 0; i < 3; i++) {
            Heads share = new Heads(new FlowTableOptions(SampleShape.DEFAULT, direction, Heads.TIMEOUT, 4096)
                    .withShare(new FlowShare(i, 3, 99)));
            traffic.forEach(share::take);
            share.end();
            together.addAll(share.described());
            read += share.counters().read();
            assertTrue(share.closed.size() > whole.closed.size() / 6, "no share is idle");
        }
        together.sort(null);
        assertEquals(whole.described(), together);
        assertEquals(whole.counters().read(), read, "each packet is counted once");
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void packetsTakenTogetherGiveTheHeadsOfPacketsTakenOneByOne(Direction direction) {
        Random random = new Random(21);
        List<PacketBuilder> traffic = traffic(random, 20_000);
        // Some that are not plain, fragments among them, and a table so small that flows have to go.
        for (int i = 0; i < traffic.size(); i += 1 + random.nextInt(40)) {
            traffic.set(i, traffic.get(i).vlan(0x8100, random.nextInt(3)));
        }
        Heads single = Heads.with(direction, 16);
        traffic.forEach(single::take);
        Heads together = Heads.with(direction, 16);
        for (int i = 0; i < traffic.size(); ) {
            int count = Math.min(1 + random.nextInt(50), traffic.size() - i);
            CapturedPacket[] packets = traffic.subList(i, i + count).stream()
                    .map(PacketBuilder::packet)
                    .toArray(CapturedPacket[]::new);
            together.table.onPackets(packets, count);
            i += count;
        }
        assertEquals(single.end().reasons(), together.end().reasons(), "in the same order");
        assertEquals(single.described(), together.described());
        assertEquals(single.counters(), together.counters());
    }

    @Test
    void aTableThatGrowsGivesTheHeadsOfOneThatIsPreallocated() {
        List<PacketBuilder> traffic = traffic(new Random(8), 20_000);
        Heads preallocated = Heads.with(Direction.ONE_WAY, 32);
        Heads growing = new Heads(preallocatedOptions(32).growing());
        traffic.forEach(preallocated::take);
        traffic.forEach(growing::take);
        assertEquals(preallocated.end().described(), growing.end().described());
    }

    private static FlowTableOptions preallocatedOptions(int maxFlows) {
        return new FlowTableOptions(SampleShape.DEFAULT, Direction.ONE_WAY, Heads.TIMEOUT, maxFlows);
    }

    @Test
    void aHeadKeepsTheOutermostAddressesOfItsTunnel() {
        PacketBuilder inner = PacketBuilder.udp(0).ports(1, 2).ipv4("10.0.0.1", "10.0.0.2");
        PacketBuilder once = inner.ipv4("192.0.2.1", "192.0.2.2");
        PacketBuilder twice = PacketBuilder.udp(0)
                .ports(3, 4)
                .ipv4("10.0.0.1", "10.0.0.2")
                .ipv4("192.0.2.1", "192.0.2.2")
                .ipv6("2001:db8::1", "2001:db8::2");
        PacketBuilder none = PacketBuilder.udp(0).ports(5, 6).ipv4("10.0.0.1", "10.0.0.2");
        PacketBuilder unreadable =
                PacketBuilder.hex("0000 0806 00010800").asProtocol(47).ipv4("10.0.0.1", "10.0.0.2");
        Heads heads = Heads.oneWay()
                .take(once.ethernet(), twice.ethernet(), none.ethernet(), unreadable.ethernet())
                .end();
        assertEquals(
                List.of(
                        "Optional[192.0.2.1 > 192.0.2.2]",
                        "Optional[2001:db8:0:0:0:0:0:1 > 2001:db8:0:0:0:0:0:2]",
                        "Optional.empty",
                        "Optional.empty"),
                heads.closed.stream().map(flow -> flow.outer().toString()).toList());
        assertEquals("test", heads.closed.get(1).capture());
    }

    @Test
    void bothWaysOfAConnectionAreInOneShare() {
        FlowKeyWords key = new FlowKeyWords(false, false, new FlowHash(1));
        IpPacket ip = new IpPacket();
        PacketDecoder decoder = new PacketDecoder(60, Set.of(), 1);
        FlowShare shares = new FlowShare(0, 64, 5);
        Set<Integer> taken = new HashSet<>();
        Set<Integer> takenOfIpv6 = new HashSet<>();
        for (int i = 1; i < 200; i++) {
            PacketBuilder there = PacketBuilder.udp(0).ports(i, 53).ipv4("10.0.0." + i, "10.1.0.1");
            PacketBuilder back = PacketBuilder.udp(0).ports(53, i).ipv4("10.1.0.1", "10.0.0." + i);
            taken.add(shareOfBoth(there, back, decoder, ip, key, shares));
            there = PacketBuilder.udp(0).ports(i, 53).ipv6("2001:db8::" + i, "2001:db8:1::1");
            back = PacketBuilder.udp(0).ports(53, i).ipv6("2001:db8:1::1", "2001:db8::" + i);
            takenOfIpv6.add(shareOfBoth(there, back, decoder, ip, key, shares));
        }
        assertTrue(takenOfIpv6.size() > 50, "spread over " + takenOfIpv6.size() + " of 64 shares");
        assertTrue(taken.size() > 50, "spread over " + taken.size() + " of 64 shares");
    }

    private static int shareOfBoth(
            PacketBuilder there,
            PacketBuilder back,
            PacketDecoder decoder,
            IpPacket ip,
            FlowKeyWords key,
            FlowShare shares) {
        decoder.decode(there.ethernet().packet(), ip, 0);
        key.set(ip);
        int share = key.share(shares);
        decoder.decode(back.ethernet().packet(), ip, 0);
        key.set(ip);
        assertEquals(share, key.share(shares));
        return share;
    }

    @Test
    void theHeadsDoNotDependOnTheSeedOfTheHash() {
        List<PacketBuilder> traffic = traffic(new Random(5), 20_000);
        Set<List<String>> outcomes = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            Heads heads = Heads.with(Direction.ONE_WAY, 16);
            traffic.forEach(heads::take);
            heads.end();
            outcomes.add(heads.closed.stream().map(Flow::toString).toList());
            check(heads.counters());
        }
        assertEquals(1, outcomes.size(), "not even which flows were evicted, nor the order of heads");
    }

    @Test
    void twoWayFlowsAreTheSameWithEveryPacketTurnedRound() {
        Random random = new Random(9);
        Heads there = Heads.twoWay();
        Heads back = Heads.twoWay();
        for (int i = 0; i < 5000; i++) {
            String a = "10.0.0." + (1 + random.nextInt(9));
            String b = "10.0.0." + (1 + random.nextInt(9));
            int p = random.nextInt(5);
            int q = random.nextInt(5);
            there.take(PacketBuilder.udp(0).ports(p, q).ipv4(a, b).ethernet().at(i));
            back.take(PacketBuilder.udp(0).ports(q, p).ipv4(b, a).ethernet().at(i));
        }
        there.end();
        back.end();
        assertEquals(there.closed.size(), back.closed.size());
        for (int i = 0; i < there.closed.size(); i++) {
            assertEquals(
                    there.closed.get(i).key().source(), back.closed.get(i).key().destination());
            assertEquals(
                    there.closed.get(i).key().sourcePort(),
                    back.closed.get(i).key().destinationPort());
            assertEquals(there.closed.get(i).packets(), back.closed.get(i).packets());
        }
    }

    @Test
    void namesOfCapturesAreThoseOfWhereTheFlowBegan() {
        Heads heads = Heads.oneWay();
        List<PacketBuilder> traffic = traffic(new Random(2), 100);
        heads.table.capture("first");
        traffic.subList(0, 50).forEach(heads::take);
        heads.table.capture("second");
        traffic.subList(50, 100).forEach(heads::take);
        long split = traffic.get(50).packet().timestampNanos();
        for (Flow flow : heads.end().closed) {
            assertEquals(flow.startNanos() < split ? "first" : "second", flow.capture());
        }
    }

    @Test
    void splittingTheCaptureAnywhereGivesTheSameHeads() {
        List<PacketBuilder> traffic = traffic(new Random(4), 400);
        Heads whole = Heads.oneWay();
        traffic.forEach(whole::take);
        whole.end();
        for (int split = 0; split <= traffic.size(); split += 7) {
            Heads parts = Heads.oneWay();
            traffic.subList(0, split).forEach(parts::take);
            parts.table.capture("test");
            parts.table.advanceTo(
                    split == 0 ? 0 : traffic.get(split - 1).packet().timestampNanos());
            traffic.subList(split, traffic.size()).forEach(parts::take);
            assertEquals(whole.described(), parts.end().described(), "split at " + split);
        }
    }

    @Test
    void vlansAreApartOnlyWhenTheyArePartOfTheKey() {
        PacketBuilder one = PacketBuilder.udp(0)
                .ports(1, 2)
                .ipv4("10.0.0.1", "10.0.0.2")
                .vlan(0x8100, 5)
                .ethernet(0x8100);
        PacketBuilder two = PacketBuilder.udp(0)
                .ports(1, 2)
                .ipv4("10.0.0.1", "10.0.0.2")
                .vlan(0x8100, 6)
                .ethernet(0x8100);
        assertEquals(1, Heads.oneWay().take(one, two).end().closed.size());
        Heads apart = new Heads(new FlowTableOptions(
                SampleShape.DEFAULT,
                Direction.ONE_WAY,
                Heads.TIMEOUT,
                64,
                EnumSet.allOf(Tunnel.class),
                true,
                FlowShare.ALL,
                true));
        apart.take(one, two).end();
        assertEquals(
                List.of(5, 6),
                apart.closed.stream().map(flow -> flow.key().vlan()).toList());
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void anyBytesAreAccountedForAndNothingThrows(Direction direction) {
        Random random = new Random(17);
        long[] heads = new long[1];
        FlowTable table = new FlowTables()
                .create(
                        new FlowTableOptions(new SampleShape(3, 77), direction, Duration.ofSeconds(5), 64),
                        new RobustQuantizer(),
                        head -> heads[0]++);
        List<PacketBuilder> seeds = List.copyOf(PacketSeeds.all().values());
        Map<SkipReason, Long> seen = new EnumMap<>(SkipReason.class);
        int rounds = 300_000;
        long nanos = 0;
        for (int i = 0; i < rounds; i++) {
            nanos += random.nextInt(50_000_000) - 5_000_000;
            table.onPacket(mutated(random, seeds, random.nextInt(500) == 0 ? random.nextLong() : nanos));
            if (i % 10_000 == 0) {
                check(table.counters());
            }
        }
        table.closeAll();
        FlowCounters counters = table.counters();
        check(counters);
        assertEquals(rounds, counters.read());
        assertEquals(heads[0], counters.heads());
        seen.putAll(counters.skipped());
        seen.values().removeIf(count -> count > 0);
        assertEquals(Map.of(), seen, "every reason has come up");
    }

    private static CapturedPacket mutated(Random random, List<PacketBuilder> seeds, long nanos) {
        PacketBuilder seed = seeds.get(random.nextInt(seeds.size()));
        byte[] bytes = seed.bytes();
        int link = seed.packet().linkType();
        switch (random.nextInt(4)) {
            case 0 -> {
                bytes = new byte[random.nextInt(150)];
                random.nextBytes(bytes);
                link = LINKS[random.nextInt(LINKS.length)];
            }
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> link = LINKS[random.nextInt(LINKS.length)];
            default -> {
                // Changed below only.
            }
        }
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        // The packet ends where its buffer does, so that a read behind it throws.
        ByteBuffer buffer = random.nextBoolean()
                ? ByteBuffer.wrap(bytes)
                : ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
        return new CapturedPacket().wrap(buffer, 0, bytes.length, bytes.length, nanos, link);
    }
}
