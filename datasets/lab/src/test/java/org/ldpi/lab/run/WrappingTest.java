package org.ldpi.lab.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.ldpi.lab.LabException;
import org.ldpi.lab.pcap.EthernetFrame;
import org.ldpi.lab.pcap.PcapFile;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.scenario.ScenarioReader;

class WrappingTest {
    private static final String SCENARIO = """
        name: tiny
        description: two networks and a server
        day: monday
        seed: 3
        minutes: 1
        encapsulation: %s
        networks:
          - {name: near, clients: 1}
          - {name: far, clients: 1}
        servers:
          - {name: ns, services: [dns]}
        """;

    private static Plan plan(String encapsulation) throws LabException {
        return Plan.of(ScenarioReader.parse("tiny.yaml", SCENARIO.formatted(encapsulation)), 3, 1);
    }

    /** A UDP packet between two hosts. */
    private static PcapFile.Packet packet(String from, String to) {
        String frame = "0a0000000002" + "0a0000000001" + "0800" + "4500001c00010000401100" + "00" + hex(from) + hex(to)
                + "0035003500080000";
        return new PcapFile.Packet(5, HexFormat.of().parseHex(frame), 60);
    }

    private static String hex(String address) {
        StringBuilder hex = new StringBuilder();
        for (String part : address.split("\\.")) {
            hex.append(HexFormat.of().toHexDigits((byte) Integer.parseInt(part)));
        }
        return hex.toString();
    }

    @Test
    void nothingIsDoneToAFrameOfAMirrorPort() throws LabException {
        Plan plan = plan("none");
        PcapFile.Packet packet = packet(
                plan.layout().clients().get(0).ip4(),
                plan.layout().servers().get(0).ip4());
        assertSame(packet, Wrapping.of(plan).wrap(packet));
    }

    @Test
    void aTagIsTheSameThereAndBackAndAnotherForEachNetwork() throws LabException {
        Plan plan = plan("vlan");
        Wrapping wrapping = Wrapping.of(plan);
        String near = plan.layout().clients().get(0).ip4();
        String far = plan.layout().clients().get(1).ip4();
        String server = plan.layout().servers().get(0).ip4();
        int there = tag(wrapping.wrap(packet(near, server)));
        assertEquals(there, tag(wrapping.wrap(packet(server, near))));
        assertNotEquals(there, tag(wrapping.wrap(packet(far, server))));
        PcapFile.Packet wrapped = wrapping.wrap(packet(near, server));
        assertEquals(64, wrapped.length(), "four bytes more on the wire");
        assertEquals(
                EthernetFrame.ip(packet(near, server).bytes()), EthernetFrame.ip(wrapped.bytes()), "the same packet");
    }

    private static int tag(PcapFile.Packet packet) {
        byte[] frame = packet.bytes();
        assertEquals(0x8100, (frame[12] & 0xff) << 8 | (frame[13] & 0xff));
        return (frame[14] & 0xff) << 8 | (frame[15] & 0xff);
    }

    @Test
    void aMeshCarriesTheWholeFrameBetweenTwoNodes() throws LabException {
        Plan plan = plan("batman");
        String client = plan.layout().clients().get(0).ip4();
        String server = plan.layout().servers().get(0).ip4();
        PcapFile.Packet bare = packet(client, server);
        Wrapping wrapping = Wrapping.of(plan);
        byte[] there = wrapping.wrap(bare).bytes();
        byte[] back = wrapping.wrap(packet(server, client)).bytes();
        assertArrayEquals(bare.bytes(), Arrays.copyOfRange(there, EthernetFrame.inner(there), there.length));
        assertEquals(EthernetFrame.ip(bare.bytes()), EthernetFrame.ip(there));
        assertArrayEquals(Arrays.copyOf(there, 6), Arrays.copyOfRange(back, 6, 12), "who gets the one sends the other");
    }
}
