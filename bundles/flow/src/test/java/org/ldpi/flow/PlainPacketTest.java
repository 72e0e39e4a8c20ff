package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.packet.Tunnel;

/** The short way through the decoder gives what the long way gives. */
class PlainPacketTest {
    private static final int MARGIN = 32;
    private static final int PACKETS = 200_000;
    private static final int[] HEADER_BYTES = {12, 13, 14, 16, 17, 20, 21, 23, 36, 37, 47};

    @Test
    void bothWaysGiveTheSame() {
        PacketDecoder decoder = new PacketDecoder(60, EnumSet.allOf(Tunnel.class), 1);
        Random random = new Random(5);
        int decoded = 0;
        for (int i = 0; i < PACKETS; i++) {
            CapturedPacket packet = packet(random);
            // Fragments are kept from call to call: each way sees a time at which those of the other are gone.
            long now = i * 1_000_000_000_000L;
            String shortWay = describe(decoder, false, packet, now);
            assertEquals(describe(decoder, true, packet, now + 500_000_000_000L), shortWay);
            decoded += shortWay.startsWith("decoded") ? 1 : 0;
        }
        assertTrue(decoded > PACKETS / 4, decoded + " decoded");
        assertTrue(decoded < PACKETS * 3 / 4, decoded + " decoded");
    }

    /** Ethernet with IPv4 and something that is mostly TCP or UDP, then changed in a few places and cut. */
    private static CapturedPacket packet(Random random) {
        byte[] bytes = new byte[MARGIN + 64];
        random.nextBytes(bytes);
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        frame.putShort(MARGIN + 12, (short) 0x0800);
        frame.put(MARGIN + 14, (byte) 0x45);
        frame.putShort(MARGIN + 16, (short) (20 + random.nextInt(44)));
        frame.putShort(MARGIN + 20, (short) 0);
        frame.put(MARGIN + 23, (byte) (random.nextBoolean() ? IpPacket.TCP : IpPacket.UDP));
        if (random.nextInt(8) == 0) {
            frame.putShort(MARGIN + 36, (short) new int[] {4789, 6081, 2152}[random.nextInt(3)]);
        }
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            int place = HEADER_BYTES[random.nextInt(HEADER_BYTES.length)];
            frame.put(MARGIN + place, (byte) random.nextInt(256));
        }
        int captured = random.nextInt(4) == 0 ? random.nextInt(65) : 64;
        int link = random.nextInt(16) == 0 ? LinkType.RAW : LinkType.ETHERNET;
        return new CapturedPacket().wrap(frame, MARGIN, captured, captured, 7, link);
    }

    private static String describe(PacketDecoder decoder, boolean longWay, CapturedPacket packet, long now) {
        IpPacket ip = new IpPacket();
        SkipReason skip = longWay ? decoder.decodeLayers(packet, ip, now) : decoder.decode(packet, ip, now);
        if (skip != null) {
            return skip.name();
        }
        return "decoded v" + ip.version() + " " + ip.ipOffset() + " " + ip.transportOffset() + " to " + ip.ipEnd()
                + " of "
                + ip.buffer().capacity() + ", protocol " + ip.protocol() + " " + ip.sourcePort() + " > "
                + ip.destinationPort() + " flags " + ip.tcpFlags() + " at " + ip.timestampNanos() + ", MAC "
                + ip.sourceMacOffset() + " > " + ip.destinationMacOffset() + " of "
                + ip.linkBuffer().capacity() + ", VLAN " + ip.vlan() + ", outer " + ip.outerAddressLength();
    }
}
