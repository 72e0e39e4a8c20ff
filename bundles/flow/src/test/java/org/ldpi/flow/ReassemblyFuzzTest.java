package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.SkipReason;

/**
 * Whatever fragments come in whatever order, a packet that is put together has, byte for byte, what came first at each
 * place, none is made up, and nothing lies behind its end. See {@link PacketFuzzTest} for how to fuzz.
 */
class ReassemblyFuzzTest {
    private static final int ROW = 60;

    /** A row and the addresses of IPv6, in whole units. */
    private static final int NEEDED = 96;

    private static final int HEADER4 = 20;
    private static final int HEADER6 = 48;

    /** One packet's fragments as they came. */
    private static final class Model {
        private final Map<Integer, Byte> first = new TreeMap<>();

        void keep(int offset, byte[] data, int kept) {
            // What lies behind the part that a sample needs is not looked at.
            for (int i = 0; i < kept && offset + i < NEEDED; i++) {
                first.putIfAbsent(offset + i, data[i]);
            }
        }
    }

    /** Version, then for each fragment: place (units of 8), length, more and cut and another content, cut off. */
    @FuzzTest(maxDuration = "24h")
    void fragmentsOfOnePacket(byte[] input) {
        if (input.length == 0) {
            return;
        }
        boolean six = (input[0] & 1) != 0;
        PacketDecoder decoder = new PacketDecoder(ROW, Set.of(), 1);
        Model model = new Model();
        IpPacket ip = new IpPacket();
        for (int at = 1; at + 4 <= input.length; at += 4) {
            int offset = (input[at] & 15) * 8;
            byte[] data = new byte[input[at + 1] & 0xFF];
            boolean more = (input[at + 2] & 1) != 0;
            int captured = Math.max(0, data.length - ((input[at + 2] & 2) != 0 ? input[at + 3] & 0xFF : 0));
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) ((offset + i) * 7 + (input[at + 2] & 4));
            }
            CapturedPacket packet = six ? v6(offset, data, more, captured) : v4(offset, data, more, captured);
            SkipReason result = decoder.decode(packet, ip, 0);
            if (!isFragment(offset, more)) {
                continue;
            }
            // Of a fragment that is not the last, or that the capture cut, only whole units count.
            int kept = more || captured < data.length ? captured / 8 * 8 : captured;
            if (result == SkipReason.FRAGMENT) {
                model.keep(offset, data, kept);
                // The buffer of reassembled packets is larger than any one packet here.
            } else if (result == null
                    && ip.buffer().capacity() > packet.buffer().capacity()) {
                model.keep(offset, data, kept);
                check(model, ip);
                model = new Model();
            } else {
                assertTrue(
                        result == null || result == SkipReason.FRAGMENT_DROPPED || result == SkipReason.TRUNCATED,
                        "counts as " + result);
                assertTrue(result != null || offset == 0, "only a first fragment stands for the packet");
            }
        }
    }

    private static boolean isFragment(int offset, boolean more) {
        return offset > 0 || more;
    }

    private static void check(Model model, IpPacket ip) {
        int length = ip.ipEnd() - ip.transportOffset();
        for (int i = 0; i < length; i++) {
            assertEquals(model.first.get(i), ip.buffer().get(ip.transportOffset() + i), "byte " + i);
        }
        if (length < NEEDED) {
            assertTrue(
                    model.first.keySet().stream().allMatch(place -> place < length),
                    "nothing is kept behind the end, " + length + ": " + model.first.keySet());
        }
    }

    private static CapturedPacket v4(int offset, byte[] data, boolean more, int captured) {
        ByteBuffer ip = ByteBuffer.allocate(HEADER4 + captured);
        ip.put(0, (byte) 0x45).putShort(2, (short) (HEADER4 + data.length));
        ip.putShort(6, (short) (offset / 8 | (more ? 0x2000 : 0)));
        ip.put(9, (byte) IpPacket.UDP).putInt(12, 0x0A000001).putInt(16, 0x0A000002);
        ip.put(HEADER4, data, 0, captured);
        return packet(ip, HEADER4 + data.length);
    }

    private static CapturedPacket v6(int offset, byte[] data, boolean more, int captured) {
        ByteBuffer ip = ByteBuffer.allocate(HEADER6 + captured);
        ip.put(0, (byte) 0x60).putShort(4, (short) (8 + data.length)).put(6, (byte) Ipv6.FRAGMENT);
        ip.put(40, (byte) IpPacket.UDP).putShort(42, (short) (offset | (more ? 1 : 0)));
        ip.put(HEADER6, data, 0, captured);
        return packet(ip, HEADER6 + data.length);
    }

    private static CapturedPacket packet(ByteBuffer ip, int original) {
        return new CapturedPacket().wrap(ip, 0, ip.capacity(), original, 0, LinkType.RAW);
    }
}
