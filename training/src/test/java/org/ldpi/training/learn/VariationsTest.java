package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

class VariationsTest {
    private static final SampleShape SHAPE = new SampleShape(2, 60);

    /** A DNS query for www.example. */
    private static final byte[] QUERY = sample("4500 0039 0000 0000 0011 0000 0000 0035 0025 0000"
            + "1234 0100 0001 0000 0000 0000 03777777 076578616d706c65 00 0001 0001");

    /** A connection attempt to port 80. */
    private static final byte[] ATTEMPT =
            sample("4500 0028 0000 4000 0006 0000 0000 0050 00000000 00000000 5002 faf0 0000 0000");

    @Test
    void anotherNameKeepsTheQueryAndItsLengths() {
        SplittableRandom random = new SplittableRandom(1);
        boolean changed = false;
        for (int i = 0; i < 200; i++) {
            byte[] renamed = new Renaming(SHAPE).of(QUERY, random);
            PacketRow row = PacketRow.of(renamed, 0, SHAPE.bytes());
            int length = row.word(renamed, row.lengthField());
            assertEquals(length - 20, row.word(renamed, row.transport() + PacketRow.UDP_LENGTH));
            assertArrayEquals(Arrays.copyOf(QUERY, 2), Arrays.copyOf(renamed, 2));
            assertEquals(0x12, renamed[20]);
            changed |= !new String(renamed, StandardCharsets.ISO_8859_1).contains("example");
        }
        assertTrue(changed);
    }

    @Test
    void anyBytesCanBeVariedAndMadeOutliersOfWithoutFailing() {
        Random random = new Random(3);
        SplittableRandom draws = new SplittableRandom(3);
        for (int bytes : new int[] {20, 33, 60}) {
            SampleShape shape = new SampleShape(3, bytes);
            List<byte[]> samples = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] sample = new byte[shape.size()];
                random.nextBytes(sample);
                for (int start = 0; start < sample.length; start += bytes) {
                    sample[start] = (byte) (random.nextBoolean() ? 0x45 + random.nextInt(11) : 0x60);
                    sample[start + (sample[start] == 0x60 ? 6 : 9)] = (byte) new int[] {1, 6, 17}[random.nextInt(3)];
                }
                samples.add(sample);
            }
            FreeBytes free = new FreeBytes(shape, samples);
            Variations variations = new Variations(shape, free, Variation.all());
            PseudoOutliers outliers =
                    new PseudoOutliers(shape, samples, SampleSet.of(samples), free, OutlierKind.all());
            for (int i = 0; i < 4000; i++) {
                byte[] sample = samples.get(i % samples.size());
                byte[] before = sample.clone();
                assertEquals(sample.length, outliers.of(variations.of(sample, draws), draws).length);
                assertArrayEquals(before, sample);
            }
        }
    }

    @Test
    void bytesThatAreAsGoodAsRandomAreFreeAndConstantOnesAreNot() {
        Random random = new Random(2);
        List<byte[]> queries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] query = QUERY.clone();
            query[20] = (byte) random.nextInt();
            query[21] = (byte) random.nextInt();
            queries.add(query);
        }
        FreeBytes free = new FreeBytes(SHAPE, queries);
        byte[] otherIdentifier = queries.get(0).clone();
        otherIdentifier[20]++;
        assertTrue(free.same(queries.get(0), otherIdentifier));
        byte[] otherFlags = queries.get(0).clone();
        otherFlags[22]++;
        assertFalse(free.same(queries.get(0), otherFlags));
        SplittableRandom draws = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            byte[] varied = free.varied(queries.get(0), draws);
            assertTrue(free.same(queries.get(0), varied));
        }
    }

    @Test
    void theOtherVersionOfTheOtherVersionIsTheFlowItself() {
        OtherVersion other = new OtherVersion(SHAPE);
        byte[] over6 = other.of(ATTEMPT);
        assertEquals(0x60, over6[0]);
        assertEquals(20, PacketRow.of(over6, 0, SHAPE.bytes()).word(over6, 4));
        assertArrayEquals(ATTEMPT, other.of(over6));
        byte[] ping = sample("4500 0054 0000 4000 0001 0000 0800 0000 0000 0001");
        assertSame(ping, other.of(ping));
    }

    @Test
    void anAttemptAtAnotherPortIsAnOutlierAndAConversationThereIsNot() {
        ServicePorts ports = new ServicePorts(SHAPE);
        SplittableRandom random = new SplittableRandom(1);
        byte[] attempt = ports.otherService(ATTEMPT, random);
        PacketRow row = PacketRow.of(attempt, 0, SHAPE.bytes());
        assertNotEquals(80, row.word(attempt, row.transport() + 2));
        assertSame(ATTEMPT, ports.moved(ATTEMPT, random));

        byte[] conversation = ATTEMPT.clone();
        byte[] data = sample("4500 002c 0000 4000 0006 0000 0000 0050 00000000 00000000 5018 faf0 0000 0000 47455420");
        System.arraycopy(data, 0, conversation, SHAPE.bytes(), SHAPE.bytes());
        byte[] moved = ports.moved(conversation, random);
        PacketRow second = PacketRow.of(moved, SHAPE.bytes(), SHAPE.bytes());
        PacketRow first = PacketRow.of(moved, 0, SHAPE.bytes());
        assertEquals(first.word(moved, first.transport() + 2), second.word(moved, second.transport() + 2));
        assertNotEquals(80, first.word(moved, first.transport() + 2));
        assertSame(conversation, ports.otherService(conversation, random));
    }

    @Test
    void noOutlierIsAConversationAtAnotherPortAndNothingElse() {
        byte[] conversation =
                sample("4500 002c 0000 4000 0006 0000 0000 0050 00000000 00000000 5018 faf0 0000 0000 47455420");
        List<byte[]> normal = List.of(conversation);
        PseudoOutliers outliers = new PseudoOutliers(
                SHAPE, normal, SampleSet.of(normal), new FreeBytes(SHAPE, normal), OutlierKind.all());
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] outlier = outliers.of(conversation, random);
            System.arraycopy(conversation, 12, outlier, 12, 4);
            assertFalse(Arrays.equals(conversation, outlier));
        }
    }

    @Test
    void theBoundOfNoExceedanceIsTheRuleOfThree() {
        assertEquals(1 - Math.pow(0.05, 1.0 / 100), ExceedanceBound.of(0, 100), 1e-9);
        assertEquals(3.0 / 10_000, ExceedanceBound.of(0, 10_000), 1e-6);
        assertEquals(1, ExceedanceBound.of(10, 10), 1e-9);
        assertTrue(ExceedanceBound.of(1, 100) > ExceedanceBound.of(0, 100));
    }

    private static byte[] sample(String hex) {
        return Arrays.copyOf(HexFormat.of().parseHex(hex.replace(" ", "")), SHAPE.size());
    }
}
