package org.ldpi.capture.internal.file;

/**
 * How an interface of a pcapng section counts time: {@code if_tsresol} and {@code if_tsoffset} of
 * draft-ietf-opsawg-pcapng. Times that do not fit 64 bits of nanoseconds become the nearest that does. Immutable.
 */
final class TimestampUnit {
    /** Microseconds since the epoch: what counts where the interface says nothing. */
    static final TimestampUnit MICROSECONDS = of(6, 0);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int NANO_EXPONENT = 9;

    /** That fits 64 bits without sign. */
    private static final int LARGEST_POWER_OF_TEN = 19;

    /** Set in {@code if_tsresol} when the resolution is a power of 2, not of 10. */
    private static final int BINARY = 0x80;

    private final long multiplier;
    private final long largestFactor;
    private final long divisor;
    private final int shift;
    private final long offsetNanos;

    private TimestampUnit(long multiplier, long divisor, int shift, long offsetNanos) {
        this.multiplier = multiplier;
        this.largestFactor = multiplier == 0 ? 0 : Long.MAX_VALUE / multiplier;
        this.divisor = divisor;
        this.shift = shift;
        this.offsetNanos = offsetNanos;
    }

    /**
     * A unit.
     *
     * @param resolution the byte of {@code if_tsresol}
     * @param offsetSeconds the value of {@code if_tsoffset}
     */
    static TimestampUnit of(int resolution, long offsetSeconds) {
        long offsetNanos = saturatedMultiply(offsetSeconds);
        int exponent = resolution & ~BINARY & 0xFF;
        if (exponent == 0) {
            return new TimestampUnit(NANOS_PER_SECOND, 0, 0, offsetNanos);
        }
        if ((resolution & BINARY) != 0) {
            return new TimestampUnit(0, 0, exponent, offsetNanos);
        }
        if (exponent <= NANO_EXPONENT) {
            return new TimestampUnit(powerOfTen(NANO_EXPONENT - exponent), 0, 0, offsetNanos);
        }
        if (exponent - NANO_EXPONENT <= LARGEST_POWER_OF_TEN) {
            return new TimestampUnit(0, powerOfTen(exponent - NANO_EXPONENT), 0, offsetNanos);
        }
        // So fine that 64 bits of it are less than a nanosecond: the same as the finest power of 2.
        return new TimestampUnit(0, 0, BINARY - 1, offsetNanos);
    }

    /**
     * Converts a time.
     *
     * @param units unsigned
     * @return nanoseconds since the epoch
     */
    long nanos(long units) {
        long nanos;
        if (multiplier != 0) {
            nanos = units >= 0 && units <= largestFactor ? units * multiplier : Long.MAX_VALUE;
        } else if (divisor != 0) {
            nanos = nonNegative(Long.divideUnsigned(units, divisor));
        } else {
            nanos = scaled(units);
        }
        long sum = nanos + offsetNanos;
        // nanos is never negative, so the sum can only pass the upper end.
        return offsetNanos > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** units * 10^9 / 2^shift by way of the 128 bits of the product. */
    private long scaled(long units) {
        long low = units * NANOS_PER_SECOND;
        long high = Math.multiplyHigh(units, NANOS_PER_SECOND) + ((units >> 63) & NANOS_PER_SECOND);
        if (shift >= Long.SIZE) {
            return high >>> (shift - Long.SIZE);
        }
        if (high >>> shift != 0) {
            return Long.MAX_VALUE;
        }
        return nonNegative(high << (Long.SIZE - shift) | low >>> shift);
    }

    private static long nonNegative(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    private static long saturatedMultiply(long seconds) {
        long most = Long.MAX_VALUE / NANOS_PER_SECOND;
        return Math.max(-most, Math.min(most, seconds)) * NANOS_PER_SECOND;
    }

    /** 10^exponent, unsigned. */
    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
