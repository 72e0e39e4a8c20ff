package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;

class FlowIndexTest {
    private static final FlowHash HASHES = new FlowHash(1);

    /** The key of a number, of IPv4 or IPv6, with a hash that ends with the given bits. */
    private static FlowKeyWords key(int number, int hash, int bits) {
        FlowKeyWords key = new FlowKeyWords(false, false, HASHES);
        key.firstLow = number;
        key.rest = number % 2 == 0 ? 4 : 6;
        long tries = 0;
        do {
            tries++;
            key.addresses = number % 2 == 0 ? tries << Integer.SIZE | number : tries << Integer.SIZE;
            key.hash = HASHES.of(key.addresses, key.rest);
        } while ((key.hash & bits) != (hash & bits));
        return key;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 100})
    void findsWhatIsInItAndNothingElse(int capacity) {
        Random random = new Random(capacity);
        FlowRecords records = new FlowRecords(capacity, true, HASHES);
        FlowIndex index = new FlowIndex(records, capacity);
        Map<Integer, Integer> slots = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            int number = random.nextInt(2 * capacity);
            // Few different hashes, so that most keys collide, also around the end of the array.
            FlowKeyWords key = key(number, number % 3 == 0 ? -1 : number % 5, FlowIndex.size(capacity) - 1);
            Integer slot = slots.get(number);
            assertEquals(slot == null ? SlotLists.NONE : slot, index.find(key));
            if (slot != null && random.nextBoolean()) {
                index.remove(slot);
                records.release(slot);
                slots.remove(number);
            } else if (slot == null && !records.full()) {
                int added = records.allocate(key);
                index.insert(key.hash, added);
                assertFalse(slots.containsValue(added));
                slots.put(number, added);
            }
            assertEquals(slots.size(), records.used());
            assertEquals(slots.size() == capacity, records.full());
        }
    }

    @Test
    void isAtMostHalfFull() {
        for (int flows = 1; flows <= 1 << 24; flows = flows * 3 + 1) {
            assertTrue(FlowIndex.size(flows) >= 2 * flows);
            assertTrue(FlowIndex.size(flows) < 4 * flows);
        }
    }

    @Test
    void spreadsSequentialAddressesAndPorts() {
        FlowKeyWords key = new FlowKeyWords(false, false, new FlowHash(99));
        IpPacket ip = new IpPacket();
        PacketDecoder decoder = new PacketDecoder(60, Set.of(), 1);
        int[] buckets = new int[1024];
        int flows = 0;
        for (int host = 0; host < 256; host++) {
            for (int port = 0; port < 64; port++) {
                decoder.decode(
                        PacketBuilder.udp(0)
                                .ports(port, 53)
                                .ipv4("10.0.0." + host, "10.0.1.1")
                                .link(LinkType.RAW)
                                .packet(),
                        ip,
                        0);
                key.set(ip);
                buckets[key.hash & 1023]++;
                flows++;
            }
        }
        double mean = flows / 1024.0;
        double chiSquare = 0;
        for (int count : buckets) {
            chiSquare += (count - mean) * (count - mean) / mean;
        }
        assertTrue(chiSquare < 1300, "chi-square of 1,023 degrees of freedom: " + chiSquare);
    }

    @Test
    void aFlowTakesNoMoreThan400Bytes() {
        assertTrue(FlowTables.bytes(FlowTableOptions.DEFAULT) <= 400L * FlowTableOptions.DEFAULT_MAX_FLOWS);
    }
}
