package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampUnitTest {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LEAST = BigInteger.valueOf(-(Long.MAX_VALUE / 1_000_000_000L) * 1_000_000_000L);

    private static long exact(int resolution, long units, long offsetSeconds) {
        BigInteger count = new BigInteger(Long.toUnsignedString(units));
        int exponent = resolution & 0x7F;
        BigInteger perSecond =
                (resolution & 0x80) == 0 ? BigInteger.TEN.pow(exponent) : BigInteger.ONE.shiftLeft(exponent);
        BigInteger nanos = count.multiply(NANOS).divide(perSecond).min(MOST);
        BigInteger offset = BigInteger.valueOf(offsetSeconds).multiply(NANOS);
        BigInteger bound = LEAST.negate();
        return nanos.add(offset.min(bound).max(LEAST)).min(MOST).longValueExact();
    }

    @Test
    void agreesWithExactArithmeticForEveryResolution() {
        Random random = new Random(3);
        for (int resolution = 0; resolution < 256; resolution++) {
            for (int i = 0; i < 200; i++) {
                long units = random.nextLong() >>> random.nextInt(64);
                long offset = i % 2 == 0 ? 0 : random.nextLong() >> random.nextInt(64);
                assertEquals(
                        exact(resolution, units, offset),
                        TimestampUnit.of(resolution, offset).nanos(units),
                        "resolution " + resolution + ", units " + Long.toUnsignedString(units) + ", offset " + offset);
            }
        }
    }

    @Test
    void countsMicrosecondsByDefault() {
        assertEquals(1_500_000L, TimestampUnit.MICROSECONDS.nanos(1500));
    }

    @Test
    void keepsATimeThatDoesNotFitAtTheLargest() {
        assertEquals(Long.MAX_VALUE, TimestampUnit.of(0, 0).nanos(-1));
        assertEquals(Long.MAX_VALUE, TimestampUnit.of(9, Long.MAX_VALUE).nanos(Long.MAX_VALUE));
    }
}
