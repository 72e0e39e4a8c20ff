package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;

/**
 * The inputs that fuzzing begins with are what is made here. {@code -Dldpi.seeds=write} writes them anew; what fuzzing
 * found lies beside them under other names.
 */
class FuzzSeedsTest {
    private static final Path INPUTS = Path.of("src/test/resources/org/ldpi/flow");

    @Test
    void areThoseThatAreMadeHere() throws IOException {
        for (Map.Entry<Path, byte[]> seed : seeds().entrySet()) {
            if ("write".equals(System.getProperty("ldpi.seeds"))) {
                Files.createDirectories(seed.getKey().getParent());
                Files.write(seed.getKey(), seed.getValue());
            }
            assertArrayEquals(
                    seed.getValue(),
                    Files.readAllBytes(seed.getKey()),
                    seed.getKey().toString());
        }
    }

    private static Map<Path, byte[]> seeds() {
        Map<Path, byte[]> seeds = new TreeMap<>();
        Path single = INPUTS.resolve("PacketFuzzTestInputs/onePacket");
        PacketSeeds.all().forEach((name, packet) -> seeds.put(single.resolve("seed-" + name), alone(packet)));
        Path table = INPUTS.resolve("PacketFuzzTestInputs/packetsOfATable");
        seeds.put(table.resolve("seed-one-way"), together(0b0100_0011, List.of(connection())));
        seeds.put(table.resolve("seed-two-way"), together(0b0111_1111, List.of(connection())));
        seeds.put(
                table.resolve("seed-all"),
                together(0b0000_1110, List.copyOf(PacketSeeds.all().values())));
        seeds.put(table.resolve("seed-fragments"), together(3, List.of(fragments())));
        seeds.put(table.resolve("seed-many-flows"), together(3, List.of(flows())));
        Path packet = INPUTS.resolve("ReassemblyFuzzTestInputs/fragmentsOfOnePacket");
        for (int version = 0; version < 2; version++) {
            String name = version == 0 ? "v4" : "v6";
            seeds.put(packet.resolve("seed-in-order-" + name), bytes(version, 0, 16, 1, 0, 2, 16, 1, 0, 4, 9, 0, 0));
            seeds.put(packet.resolve("seed-reversed-" + name), bytes(version, 4, 9, 0, 0, 2, 16, 1, 0, 0, 16, 1, 0));
            seeds.put(packet.resolve("seed-overlap-" + name), bytes(version, 0, 16, 1, 0, 1, 16, 5, 0, 2, 30, 2, 5));
            seeds.put(packet.resolve("seed-long-" + name), bytes(version, 12, 96, 1, 0, 0, 96, 3, 20, 0, 96, 1, 0));
        }
        return seeds;
    }

    private static PacketBuilder[] connection() {
        PacketBuilder[] packets = new PacketBuilder[6];
        int[] flags = {
            IpPacket.SYN,
            IpPacket.SYN | IpPacket.ACK,
            IpPacket.ACK,
            IpPacket.FIN | IpPacket.ACK,
            IpPacket.SYN,
            IpPacket.RST
        };
        for (int i = 0; i < packets.length; i++) {
            boolean back = i == 1;
            packets[i] = PacketBuilder.tcp(flags[i])
                    .ports(back ? 80 : 1024, back ? 1024 : 80)
                    .ipv4(back ? "10.0.0.2" : "10.0.0.1", back ? "10.0.0.1" : "10.0.0.2")
                    .ethernet();
        }
        return packets;
    }

    private static PacketBuilder[] fragments() {
        return new PacketBuilder[] {
            PacketBuilder.protocol(IpPacket.UDP, new byte[16])
                    .ipv4("10.0.0.1", "10.0.0.2")
                    .set(6, 0x20)
                    .link(LinkType.RAW),
            PacketBuilder.protocol(IpPacket.UDP, new byte[5])
                    .ipv4("10.0.0.1", "10.0.0.2")
                    .set(7, 2)
                    .link(LinkType.RAW)
        };
    }

    private static PacketBuilder[] flows() {
        PacketBuilder[] packets = new PacketBuilder[20];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = PacketBuilder.udp(1)
                    .ports(i, 53)
                    .ipv4("10.0.0.1", "10.0.0.2")
                    .link(LinkType.RAW);
        }
        return packets;
    }

    private static byte[] alone(PacketBuilder packet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(link(packet));
        out.write(0);
        out.writeBytes(packet.bytes());
        return out.toByteArray();
    }

    private static byte[] together(int options, List<PacketBuilder> packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(options);
        for (PacketBuilder packet : packets) {
            out.write(link(packet));
            out.write(1);
            out.write(packet.bytes().length);
            out.writeBytes(packet.bytes());
        }
        return out.toByteArray();
    }

    private static int link(PacketBuilder packet) {
        int type = packet.packet().linkType();
        int number = 0;
        while (PacketFuzzTest.LINKS[number] != type) {
            number++;
        }
        return number;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
