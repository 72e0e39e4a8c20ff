package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.packet.Tunnel;
import org.ldpi.capture.FileCaptureProvider;

/**
 * Decoded packets, their keys and the packets of each flow are those that tshark finds, frame by frame.
 *
 * <p>Runs over a part of the project's own sample and, where they are there, of the captures beside the project. With
 * {@code -Dldpi.tshark=DIR} it runs over every capture in a folder instead.
 */
class TsharkAgreementTest {
    /** Every so many of the project's own captures are looked at, and of those beside it. */
    private static final int SAMPLED_OWN = 3;

    private static final int SAMPLED = 29;

    /** Differences shown when there are some. */
    private static final int SHOWN = 2000;

    /** What was found in one capture. */
    private static final class Comparison {
        private final Map<String, Integer> ours = new TreeMap<>();
        private final Map<String, Integer> theirs = new TreeMap<>();
        private final List<String> differences = new ArrayList<>();
        private long frames;
        private long decoded;
    }

    @Test
    void decodesTheProjectsOwnSampleAsTsharkDoes() throws Exception {
        compare(captures(SharedData.projectRoot().resolve("datasets/sample")), SAMPLED_OWN);
    }

    @Test
    void decodesCapturesOfOthersAsTsharkDoes() throws Exception {
        String chosen = System.getProperty("ldpi.tshark");
        if (chosen != null) {
            compare(captures(Path.of(chosen)), 1);
        } else {
            compare(captures(SharedData.require("dev-set")), SAMPLED);
        }
    }

    private static List<Path> captures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(p?cap(ng)?|dmp)(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    private static void compare(List<Path> captures, int step) throws Exception {
        assumeTrue(Tshark.available(), "skipped: there is no tshark (on Debian: apt-get install tshark)");
        List<String> differences = new ArrayList<>();
        long frames = 0;
        long decoded = 0;
        long flows = 0;
        int files = 0;
        for (int i = 0; i < captures.size(); i += step) {
            Comparison comparison = compare(captures.get(i));
            files++;
            frames += comparison.frames;
            decoded += comparison.decoded;
            flows += comparison.ours.size();
            differences.addAll(comparison.differences);
        }
        System.out.printf(
                "tshark: %d captures, %d frames, %d decoded, %d flows, %d differences%n",
                files, frames, decoded, flows, differences.size());
        assertEquals("", differences.stream().limit(SHOWN).collect(Collectors.joining("\n")));
    }

    private static Comparison compare(Path file) throws Exception {
        List<String> theirs = Tshark.keys(file);
        List<String> ours = keys(file);
        Comparison comparison = new Comparison();
        comparison.frames = ours.size();
        if (ours.size() != theirs.size()) {
            comparison.differences.add(file + ": " + ours.size() + " packets, tshark " + theirs.size());
            return comparison;
        }
        for (int i = 0; i < ours.size(); i++) {
            String our = ours.get(i);
            String their = theirs.get(i);
            boolean fragment = our.startsWith("FRAGMENT");
            boolean skipped = SKIPPED.contains(our);
            if (!skipped) {
                comparison.decoded++;
                comparison.ours.merge(our, 1, Integer::sum);
            }
            if (!their.equals(Tshark.NONE) && !their.equals(Tshark.FRAGMENT)) {
                comparison.theirs.merge(their, 1, Integer::sum);
            }
            boolean same = skipped ? their.equals(fragment ? Tshark.FRAGMENT : Tshark.NONE) : our.equals(their);
            if (!same) {
                comparison.differences.add(file + " frame " + (i + 1) + ": " + our + ", tshark " + their);
            }
        }
        if (!comparison.ours.equals(comparison.theirs)) {
            comparison.differences.add(file + ": packets of flows");
        }
        return comparison;
    }

    private static final Set<String> SKIPPED =
            EnumSet.allOf(SkipReason.class).stream().map(Enum::name).collect(Collectors.toSet());

    private static List<String> keys(Path file) throws IOException {
        List<String> keys = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(60, EnumSet.allOf(Tunnel.class), 1);
        IpPacket ip = new IpPacket();
        try (Capture capture = new FileCaptureProvider().open(CaptureRequest.of(file.toString()))) {
            while (capture.poll(packet -> keys.add(key(decoder, packet, ip)), 1024) != Capture.END) {
                // All there is to do is done with each packet.
            }
        }
        return keys;
    }

    private static String key(PacketDecoder decoder, CapturedPacket packet, IpPacket ip) {
        SkipReason skip = decoder.decode(packet, ip, packet.timestampNanos());
        if (skip != null) {
            return skip.name();
        }
        int length = ip.version() == 4 ? 4 : 16;
        int source = ip.ipOffset() + (ip.version() == 4 ? Ipv4.SOURCE : Ipv6.SOURCE);
        return Tshark.key(
                address(ip.buffer(), source, length),
                ip.sourcePort(),
                address(ip.buffer(), source + length, length),
                ip.destinationPort(),
                ip.protocol());
    }

    private static String address(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
