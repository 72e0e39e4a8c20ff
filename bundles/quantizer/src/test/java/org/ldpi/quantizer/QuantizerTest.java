package org.ldpi.quantizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.quantizer.Quantizer;

class QuantizerTest {
    private static final String IPV4 = "4510003c1c4640004006b1e6ac100a63ac100a0c";
    private static final String IPV6 =
            "600fd55e00141140" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002";
    private static final String TCP_WITH_TIMESTAMPS = "c0de0050" + "11223344" + "55667788" + "b018ffff" + "abcd0000"
            + "0101080a" + "01020304" + "05060708" + "0101050a" + "aabbccdd" + "ccddeeff";
    private static final String UDP = "a001003500141234" + "616263646566";

    private static IpPacket packet(int version, int protocol, int header, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] around = new byte[bytes.length + 20];
        Arrays.fill(around, (byte) 0xEE);
        System.arraycopy(bytes, 0, around, 7, bytes.length);
        return new IpPacket()
                .ip(ByteBuffer.wrap(around), version, 7, 7 + bytes.length, 7 + header, protocol, 0)
                .transport(0, 0, 0);
    }

    private static String quantize(Quantizer quantizer, IpPacket packet, int length) {
        byte[] row = new byte[length + 10];
        Arrays.fill(row, (byte) 0x99);
        quantizer.quantize(packet, row, 5, length);
        byte[] outside = {(byte) 0x99, (byte) 0x99, (byte) 0x99, (byte) 0x99, (byte) 0x99};
        assertArrayEquals(outside, Arrays.copyOf(row, 5), "nothing is written before the row");
        assertArrayEquals(outside, Arrays.copyOfRange(row, length + 5, length + 10), "nor behind it");
        return HexFormat.of().formatHex(row, 5, 5 + length);
    }

    private static String padded(String hex, int length) {
        return (hex + "00".repeat(length)).substring(0, 2 * length);
    }

    @Test
    void areFoundAsServices() {
        assertEquals(
                "classic robust",
                StreamSupport.stream(ServiceLoader.load(Quantizer.class).spliterator(), false)
                        .map(Quantizer::profile)
                        .sorted()
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void classicLeavesOutTheAddressesOfIpv4() {
        String row = quantize(new ClassicQuantizer(), packet(4, 17, 20, IPV4 + UDP), 60);
        assertEquals(padded("4510003c1c4640004006b1e6" + UDP, 60), row);
    }

    @Test
    void classicCutsTheSameEightBytesOutOfIpv6() {
        String row = quantize(new ClassicQuantizer(), packet(6, 17, 40, IPV6 + UDP), 60);
        assertEquals(padded(IPV6.substring(0, 24) + IPV6.substring(40) + UDP, 60), row);
    }

    @Test
    void classicCutsWhatIsTooLong() {
        String row = quantize(new ClassicQuantizer(), packet(4, 6, 20, IPV4 + TCP_WITH_TIMESTAMPS), 20);
        assertEquals("4510003c1c4640004006b1e6c0de005011223344", row);
    }

    @Test
    void classicFillsInChecksumsAndLengthThatOffloadLeftOut() {
        // An IPv4 header with checksum 0, for which RFC 1071 gives b8b5, and a UDP datagram with checksum 0.
        String header = "4500001f00004000401100" + "00c0a80001c0a800c7";
        String row = quantize(new ClassicQuantizer(), packet(4, 17, 20, header + "0035a001000b0000" + "616263"), 32);
        assertEquals("4500001f000040004011" + "b8b5" + "0035a001000b" + "1926" + "616263" + "000000000000000000", row);
    }

    @Test
    void robustTakesOutWhatGivesTheCaptureAwayFromIpv4AndTcp() {
        String row = quantize(new RobustQuantizer(), packet(4, 6, 20, IPV4 + TCP_WITH_TIMESTAMPS), 60);
        assertEquals(
                padded(
                        "4510003c" + "0000" + "4000" + "00" + "06" + "0000" + "0000" + "0050" + "0000000000000000"
                                + "b018ffff" + "0000" + "0000" + "0101080a" + "0000000000000000" + "0101050a"
                                + "0000000000000000",
                        60),
                row);
    }

    @Test
    void robustTakesOutBothAddressesOfIpv6() {
        String row = quantize(new RobustQuantizer(), packet(6, 17, 40, IPV6 + UDP), 60);
        assertEquals(
                padded("60000000" + "0014" + "11" + "00" + "0000" + "0035" + "0014" + "0000" + "616263646566", 60),
                row);
    }

    @Test
    void robustKeepsServicePortsAndZeroesEphemeralOnes() {
        assertEquals(32_768, RobustQuantizer.FIRST_EPHEMERAL_PORT);
        String row = quantize(new RobustQuantizer(), packet(4, 17, 20, IPV4 + "7fff800000080000"), 20);
        assertEquals("7fff0000", row.substring(24, 32));
    }

    @Test
    void robustMakesEqualRowsOfPacketsThatDifferOnlyInSuchFields() {
        String other = "45100" + "03cffff40001106ffff0a0000010a000002"
                + "d00d0050" + "ffffffff" + "00000001" + "b018ffff" + "11110000"
                + "0101080a" + "ffffffff" + "00000000" + "0101050a" + "11111111" + "22222222";
        assertEquals(
                quantize(new RobustQuantizer(), packet(4, 6, 20, IPV4 + TCP_WITH_TIMESTAMPS), 60),
                quantize(new RobustQuantizer(), packet(4, 6, 20, other), 60));
    }

    @Test
    void robustZeroesIdentifierAndNumberOfEchoes() {
        String row = quantize(new RobustQuantizer(), packet(4, 1, 20, IPV4 + "0800abcd12345678aabb"), 24);
        assertEquals("0800000000000000aabb", row.substring(24, 44));
    }

    @Test
    void robustZeroesTheAddressesInPacketsThatErrorsQuote() {
        String row =
                quantize(new RobustQuantizer(), packet(4, 1, 20, IPV4 + "0301abcd00000000" + IPV4 + "12340035"), 60);
        assertEquals(
                "03010000" + "00000000" + "4510003c" + "00004000" + "00060000" + "0000000000000000" + "12340035",
                row.substring(24, 88));
    }

    @Test
    void robustZeroesRoutesInOptionsAndRoutingHeaders() {
        String header = "4710003c1c4640004006b1e6ac100a63ac100a0c" + "07070401020304" + "00";
        String row = quantize(new RobustQuantizer(), packet(4, 17, 28, header + UDP), 32);
        assertEquals("07070000000000" + "00" + "00000035", row.substring(24, 48));
        String routing =
                "600fd55e002c2b40" + IPV6.substring(16) + "1102000111111111" + "20010db8000000000000000000000003";
        row = quantize(new RobustQuantizer(), packet(6, 17, 64, routing + UDP), 60);
        assertEquals("11020001" + "00".repeat(20) + "00000035", row.substring(16, 72));
    }

    @Test
    void writesEveryByteAndNeverThrowsWhateverThePacketHolds() {
        Random random = new Random(7);
        Quantizer[] quantizers = {new ClassicQuantizer(), new RobustQuantizer()};
        int[] protocols = {1, 2, 6, 17, 50, 51, 58, 132, 200};
        for (int i = 0; i < 200_000; i++) {
            boolean v4 = random.nextBoolean();
            int minimum = v4 ? 20 : 40;
            byte[] bytes = new byte[minimum + random.nextInt(120)];
            random.nextBytes(bytes);
            int transport = minimum + random.nextInt(bytes.length - minimum + 1);
            IpPacket packet = packet(
                    v4 ? 4 : 6,
                    protocols[random.nextInt(protocols.length)],
                    transport,
                    HexFormat.of().formatHex(bytes));
            int length = 20 + random.nextInt(100);
            for (Quantizer quantizer : quantizers) {
                String row = quantize(quantizer, packet, length);
                int removed = v4 || quantizer.profile().equals(Quantizer.CLASSIC) ? 8 : 32;
                int filled = 2 * Math.min(length, bytes.length - removed);
                assertTrue(row.substring(filled).matches("0*"), () -> "padded with zeros: " + row);
            }
        }
    }
}
