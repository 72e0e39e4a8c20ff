package org.ldpi.lab.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpPacketTest {
    private static IpPacket parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return IpPacket.parse(bytes, 0, bytes.length);
    }

    @Test
    void readsAnIpv4FiveTupleBehindOptions() {
        IpPacket packet = parse("46000030 00000000 40060000 0a010203 0a010909 01010101 9c410050 00000000");
        assertEquals(new FiveTuple("10.1.2.3", 40001, "10.1.9.9", 80, 6), packet.tuple());
    }

    @Test
    void readsAnIpv6FiveTupleBehindExtensionHeaders() {
        IpPacket packet = parse("60000000 0010 00 40 fd000000000000000000000000000001 fd000000000000000000000000000002"
                + " 1100050200000100 9c410035 00080000");
        assertEquals(new FiveTuple("fd00::1", 40001, "fd00::2", 53, 17), packet.tuple());
    }

    @Test
    void aLaterFragmentHasNoPorts() {
        IpPacket packet =
                parse("45000030 00002001 40110000 0a010203 0a010909 9c410050 00000000".replace("2001", "0001"));
        assertEquals(new FiveTuple("10.1.2.3", 0, "10.1.9.9", 0, 17), packet.tuple());
    }

    @Test
    void neighbourDiscoveryIsHousekeepingAndAnEchoIsNot() {
        String addresses = "fd000000000000000000000000000001 fd000000000000000000000000000002";
        assertTrue(
                parse("60000000 0008 3a ff " + addresses + " 8700000000000000").housekeeping());
        IpPacket echo = parse("60000000 0008 3a 40 " + addresses + " 8000000000000000");
        assertEquals(58, echo.tuple().protocol());
        assertTrue(!echo.housekeeping());
    }

    @Test
    void noBytesMakeItFail() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(96)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) ((random.nextBoolean() ? 0x40 : 0x60) | (bytes[0] & 15));
            }
            if (bytes.length > 9 && random.nextBoolean()) {
                bytes[9] = (byte) (random.nextBoolean() ? 1 : 58);
                bytes[6] = bytes[9];
            }
            IpPacket.parse(bytes, 0, bytes.length);
        }
        assertNull(IpPacket.parse(new byte[0], 0, 0));
    }
}
