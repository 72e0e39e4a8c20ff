package org.ldpi.api.quantizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleFieldsTest {
    /** A SYN without its addresses: MSS 1460, SACK permitted, timestamps, no-operation, window scale 7. */
    private static final String SYN = "4500003c 00004000 00060000" // IPv4
            + "0000 0016 00000000 00000000 a002 faf0 0000 0000" // TCP
            + "020405b4 0402 080a0000000000000000 01 030307";

    private static byte[] sample(SampleShape shape, String... rows) {
        byte[] sample = new byte[shape.size()];
        for (int i = 0; i < rows.length; i++) {
            byte[] row = HexFormat.of().parseHex(rows[i].replace(" ", ""));
            System.arraycopy(row, 0, sample, i * shape.bytes(), Math.min(row.length, shape.bytes()));
        }
        return sample;
    }

    private static List<String> said(String profile, SampleShape shape, byte[] sample) {
        return new SampleFields(profile, shape, 4)
                .of(sample).stream()
                        .map(field -> field.title() + " = " + field.value(sample))
                        .toList();
    }

    @Test
    void everyFieldOfATcpHeaderHasItsNameAndItsValue() {
        SampleShape shape = new SampleShape(2, 60);
        List<String> said = said(Quantizer.ROBUST, shape, sample(shape, SYN));
        for (String field : List.of(
                "IPv4 total length of packet 1 = 60",
                "IPv4 flags and fragment offset of packet 1 = 4000",
                "IPv4 TTL of packet 1 = 0",
                "TCP source port of packet 1 = ephemeral",
                "TCP destination port of packet 1 = 22",
                "TCP flags of packet 1 = SYN",
                "TCP window of packet 1 = 64240",
                "TCP option maximum segment size of packet 1 = 020405b4",
                "TCP option window scale of packet 1 = 01030307",
                "payload bytes 0 to 3 of packet 1 = none",
                "packet 2 = none")) {
            assertTrue(said.contains(field), field + " is not in " + said);
        }
    }

    @Test
    void payloadIsCountedFromItsFirstByteAndEndsWithThePacket() {
        SampleShape shape = new SampleShape(1, 40);
        // 20 + 8 + 6 bytes, of which 8 are addresses
        String datagram = "45000022 00000000 00110000 0035 0000 000e 0000 " + "474554202f0a";
        List<String> said = said(Quantizer.CLASSIC, shape, sample(shape, datagram));
        assertTrue(said.contains("UDP length of packet 1 = 14"), said::toString);
        assertEquals(
                List.of(
                        "payload bytes 0 to 3 of packet 1 = \"GET \"",
                        "payload bytes 4 to 5 of packet 1 = \"/·\"",
                        "payload bytes 6 to 9 of packet 1 = none"),
                said.stream().filter(s -> s.startsWith("payload")).limit(3).toList());
    }

    @Test
    void ipv6IsNamedAsItsProfileLeavesIt() {
        SampleShape shape = new SampleShape(1, 60);
        String fixed = "6000 0000 0014 3a ff ";
        // a listener report behind hop-by-hop options
        String robust = "6000 0000 0024 00 01 " + "3a00 050200000100 " + "8f00 0000";
        assertTrue(said(Quantizer.ROBUST, shape, sample(shape, robust)).contains("ICMPv6 type of packet 1 = 143"));
        assertTrue(said(Quantizer.ROBUST, shape, sample(shape, robust))
                .contains("IPv6 extension header 0 of packet 1 = 3a00050200000100"));
        List<String> classic = said(Quantizer.CLASSIC, shape, sample(shape, fixed + "00".repeat(24) + "8700 abcd"));
        assertTrue(classic.contains("ICMPv6 type of packet 1 = 135"), classic::toString);
        assertTrue(classic.contains("IPv6 addresses, in part of packet 1 = " + "00".repeat(24)), classic::toString);
    }

    @Test
    void everyByteOfWhateverSampleBelongsToOneFieldAndNamesOfAPacketDiffer() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            SampleShape shape = new SampleShape(1 + random.nextInt(4), 20 + random.nextInt(80));
            byte[] sample = new byte[shape.size()];
            random.nextBytes(sample);
            for (int row = 0; row < sample.length; row += shape.bytes()) {
                int[] protocols = {1, 6, 17, 58, 0, 43, 51, 60, random.nextInt(256)};
                sample[row] = (byte) (random.nextBoolean() ? 0x40 | random.nextInt(16) : 0x60);
                sample[row + (sample[row] == 0x60 ? 6 : 9)] = (byte) protocols[random.nextInt(protocols.length)];
            }
            String profile = random.nextBoolean() ? Quantizer.CLASSIC : Quantizer.ROBUST;
            int next = 0;
            Set<String> titles = new HashSet<>();
            for (SampleField field : new SampleFields(profile, shape, 1 + random.nextInt(8)).of(sample)) {
                assertEquals(next, field.offset(), () -> HexFormat.of().formatHex(sample));
                next += field.length();
                assertTrue(titles.add(field.title()), field::title);
                assertTrue(!field.value(sample).isEmpty());
            }
            assertEquals(sample.length, next);
        }
    }
}
