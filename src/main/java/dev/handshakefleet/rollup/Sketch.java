package dev.handshakefleet.rollup;

import dev.handshakefleet.measurement.Percentiles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.HdrHistogram.IntCountsHistogram;

/**
 * Durations, counted in a histogram whose buckets grow with the value (HdrHistogram, two significant digits). Percentiles are those of
 * {@link Percentiles}, nearest rank, and differ from the exact ones by at most 0.4 % or a microsecond; count and maximum are exact.
 * Sketches that are added give what one sketch of all the durations gives. Used by one thread.
 *
 * <p>HdrHistogram finds the constructor of the histogram that it decodes by reflection.
 */
@RegisterForReflection(targets = IntCountsHistogram.class)
public final class Sketch {

    private static final int DIGITS = 2;
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Offsets in the stored form (HdrHistogram, encoding V2), and what a histogram of ours has there. */
    private static final int SHIFT_AT = 8;

    private static final int DIGITS_AT = 12;
    private static final int LOWEST_AT = 16;
    private static final int RATIO_AT = 32;

    private static final int LONGEST_ENCODING = 64 * 1024;

    /** The smallest range of a histogram: it grows with what is added. */
    private static final long LEAST_RANGE = 2;

    private final IntCountsHistogram histogram;
    private long maxMicros;

    /** An empty sketch. */
    Sketch() {
        this(new IntCountsHistogram(DIGITS), 0);
        histogram.setAutoResize(true);
    }

    private Sketch(IntCountsHistogram histogram, long maxMicros) {
        this.histogram = histogram;
        this.maxMicros = maxMicros;
    }

    /** Adds one duration; in microseconds, one above an hour counts as an hour. */
    void add(Duration duration) {
        long micros = Math.clamp(duration.toNanos() / 1_000, 0, LONGEST.toNanos() / 1_000);
        histogram.recordValue(micros);
        maxMicros = Math.max(maxMicros, micros);
    }

    /** Adds all durations of another sketch. */
    void add(Sketch other) {
        histogram.add(other.histogram);
        maxMicros = Math.max(maxMicros, other.maxMicros);
    }

    /** @return how many durations */
    public int count() {
        return Math.toIntExact(histogram.getTotalCount());
    }

    /**
     * @param percent 1 to 100
     * @return the percentile by the nearest rank; zero where there is no duration
     */
    public Duration percentile(int percent) {
        long micros = histogram.medianEquivalentValue(histogram.getValueAtPercentile(percent));
        return micros(Math.min(micros, maxMicros));
    }

    /** @return the longest duration, in microseconds as it was; zero where there is none */
    public Duration max() {
        return micros(maxMicros);
    }

    /** @return how many durations are in buckets above that of the limit */
    public int countAbove(Duration limit) {
        long micros = limit.toNanos() / 1_000;
        return micros >= maxMicros
                ? 0
                : Math.toIntExact(histogram.getCountBetweenValues(
                        histogram.nextNonEquivalentValue(micros), histogram.getMaxValue()));
    }

    /** @return the percentiles that are shown */
    public Percentiles percentiles() {
        return new Percentiles(count(), percentile(50), percentile(90), percentile(95), percentile(99), max());
    }

    /** @return the longest duration, in microseconds */
    long maxMicros() {
        return maxMicros;
    }

    /** @return the histogram in HdrHistogram's encoding V2 (zig-zag LEB128) */
    byte[] encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        byte[] encoded = new byte[histogram.encodeIntoByteBuffer(bytes)];
        bytes.flip().get(encoded);
        return encoded;
    }

    /**
     * @param encoded by {@link #encoded}
     * @param maxMicros the longest duration
     * @throws IllegalArgumentException when it is not such an encoding; no more than some KB are taken to find that out
     */
    static Sketch decoded(byte[] encoded, long maxMicros) {
        Objects.requireNonNull(encoded, "encoded");
        try {
            ByteBuffer bytes = ByteBuffer.wrap(encoded);
            if (encoded.length > LONGEST_ENCODING
                    || bytes.getInt(SHIFT_AT) != 0
                    || bytes.getInt(DIGITS_AT) != DIGITS
                    || bytes.getLong(LOWEST_AT) != 1
                    || bytes.getDouble(RATIO_AT) != 1) {
                throw new IllegalArgumentException("a sketch of another form");
            }
            IntCountsHistogram histogram = IntCountsHistogram.decodeFromByteBuffer(bytes, LEAST_RANGE);
            if (histogram.getTotalCount() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a sketch of too many durations");
            }
            histogram.setAutoResize(true);
            return new Sketch(histogram, maxMicros);
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | NegativeArraySizeException
                | IllegalStateException broken) {
            throw new IllegalArgumentException("a sketch that breaks off", broken);
        }
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
