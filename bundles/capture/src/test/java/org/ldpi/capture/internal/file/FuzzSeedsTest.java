package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * The inputs that fuzzing begins with are what is made here. {@code -Dldpi.seeds=write} writes them anew; what fuzzing
 * found lies beside them under other names.
 */
class FuzzSeedsTest {
    private static final Path INPUTS =
            Path.of("src/test/resources/org/ldpi/capture/internal/file/CaptureFuzzTestInputs");

    @Test
    void areThoseThatAreMadeHere() throws IOException {
        Map<Path, byte[]> seeds = seeds();
        for (Map.Entry<Path, byte[]> seed : seeds.entrySet()) {
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

    private static Map<Path, byte[]> seeds() throws IOException {
        Map<String, byte[]> plain = plain();
        Map<Path, byte[]> seeds = new TreeMap<>();
        for (Map.Entry<String, byte[]> seed : plain.entrySet()) {
            seeds.put(INPUTS.resolve("plainCaptures").resolve("seed-" + seed.getKey()), seed.getValue());
        }
        Path compressed = INPUTS.resolve("compressedCaptures");
        byte[] pcap = plain.get("pcap-micros");
        seeds.put(compressed.resolve("seed-none"), pcap);
        seeds.put(compressed.resolve("seed-gzip"), gzip(pcap));
        seeds.put(compressed.resolve("seed-zstd"), zstd(pcap));
        seeds.put(compressed.resolve("seed-gzip-members"), concat(gzip(Arrays.copyOf(pcap, 30)), gzip(tail(pcap, 30))));
        seeds.put(compressed.resolve("seed-zstd-frames"), concat(zstd(Arrays.copyOf(pcap, 30)), zstd(tail(pcap, 30))));
        return seeds;
    }

    private static Map<String, byte[]> plain() {
        Map<String, byte[]> seeds = new TreeMap<>();
        seeds.put("pcap-micros", pcap(PcapReader.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, 4));
        seeds.put("pcap-nanos", pcap(PcapReader.NANOSECONDS, ByteOrder.BIG_ENDIAN, 4));
        seeds.put("pcap-modified", pcap(PcapReader.MODIFIED, ByteOrder.LITTLE_ENDIAN, 4));
        seeds.put("pcap-minor-3", pcap(PcapReader.MICROSECONDS, ByteOrder.BIG_ENDIAN, 3));
        seeds.put("pcap-minor-2", pcap(PcapReader.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, 2));
        seeds.put("pcap-cut", Arrays.copyOf(seeds.get("pcap-micros"), 70));
        seeds.put("pcapng-little", pcapng(ByteOrder.LITTLE_ENDIAN));
        seeds.put("pcapng-big", pcapng(ByteOrder.BIG_ENDIAN));
        seeds.put("pcapng-sections", concat(pcapng(ByteOrder.LITTLE_ENDIAN), pcapng(ByteOrder.BIG_ENDIAN)));
        seeds.put("pcapng-mixed", Captures.pcapng(new Random(1), 20));
        seeds.put("empty", new byte[0]);
        return seeds;
    }

    private static byte[] pcap(int magic, ByteOrder order, int minor) {
        return new PcapBytes(magic, order, 2, minor, 1)
                .record(1000, 7, 20, new byte[] {1, 2, 3, 4, 5})
                .record(999, 999_999, 0)
                .record(1001, 0, 33, new byte[33])
                .bytes();
    }

    private static byte[] pcapng(ByteOrder order) {
        PcapngBytes pcapng = new PcapngBytes().section(order);
        return pcapng.interfaceOf(1, 0)
                .interfaceOf(113, 40, pcapng.option(9, (byte) 9), pcapng.longOption(14, 5))
                .interfaceOf(101, 0, pcapng.option(9, (byte) 0x94))
                .enhanced(0, 1_000_000, 20, new byte[] {1, 2, 3})
                .enhanced(1, 2_000_000, 3, new byte[] {1, 2, 3, 4})
                .block(PcapngBytes.NAME_RESOLUTION, new byte[9])
                .obsolete(2, 3_000_000, 5, new byte[5])
                .simple(60, new byte[7])
                .bytes();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
