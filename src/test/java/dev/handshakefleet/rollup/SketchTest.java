package dev.handshakefleet.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SketchTest {

    private static final double WORST_ERROR = 0.004;

    @ParameterizedTest
    @CsvSource({"1, 0.1", "2, 0.5", "12, 0.1", "60, 0.3", "60, 1.5", "1440, 0.3", "40000, 1.0"})
    void percentilesDifferFromExactOnesByAtMostTheStatedError(int count, double spread) {
        for (double median : new double[] {3, 90, 800, 38_000, 2_000_000}) {
            List<Duration> durations = logNormal(count, median, spread, 7);
            Sketch sketch = sketch(durations);
            List<Duration> sorted = durations.stream().sorted().toList();

            assertThat(sketch.count()).isEqualTo(count);
            assertThat(sketch.max()).isEqualTo(sorted.getLast());
            for (int percent = 1; percent <= 100; percent++) {
                Duration exact = sorted.get(Math.ceilDiv(percent * count, 100) - 1);
                long most = Math.max(1_000, (long) (exact.toNanos() * WORST_ERROR));
                assertThat(sketch.percentile(percent).minus(exact).abs())
                        .as("p%d of %d around %s µs, exactly %s", percent, count, median, exact)
                        .isLessThanOrEqualTo(Duration.ofNanos(most));
            }
        }
    }

    @Test
    void sketchesOfPartsGiveTheSketchOfTheWhole() {
        List<Duration> durations = logNormal(2_000, 38_000, 0.8, 11);
        Sketch whole = sketch(durations);

        Sketch sum = new Sketch();
        for (int part = 0; part < 20; part++) {
            Sketch of = sketch(durations.subList(part * 100, part * 100 + 100));
            sum.add(Sketch.decoded(of.encoded(), of.maxMicros()));
        }

        assertThat(sum.percentiles()).isEqualTo(whole.percentiles());
    }

    @Test
    void durationsAboveAnHourCountAsAnHour() {
        Sketch sketch = sketch(List.of(Duration.ofDays(3), Duration.ZERO));

        assertThat(sketch.max()).isEqualTo(Duration.ofHours(1));
        assertThat(sketch.percentile(50)).isEqualTo(Duration.ZERO);
    }

    @Test
    void durationsAboveALimitAreCounted() {
        Sketch sketch = sketch(IntStream.rangeClosed(1, 100)
                .mapToObj(step -> Duration.ofMillis(step * 10L))
                .toList());

        assertThat(sketch.countAbove(Duration.ofMillis(505))).isEqualTo(50);
        assertThat(sketch.countAbove(Duration.ofSeconds(1))).isZero();
        assertThat(sketch.countAbove(Duration.ofDays(1))).isZero();
    }

    /** Bytes of a table that somebody else wrote to. */
    @Test
    void brokenBytesAreRefusedAndNothingElseHappens() {
        byte[] encoded = sketch(logNormal(200, 38_000, 0.5, 3)).encoded();
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] broken = encoded.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            if (random.nextBoolean()) {
                broken = Arrays.copyOf(broken, random.nextInt(broken.length));
            }
            try {
                Sketch.decoded(broken, 1).percentiles();
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }

        assertThat(refused).isBetween(1, 20_000);
        assertThatThrownBy(() -> Sketch.decoded(new byte[0], 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Sketch sketch(List<Duration> durations) {
        Sketch sketch = new Sketch();
        durations.forEach(sketch::add);
        return sketch;
    }

    private static List<Duration> logNormal(int count, double medianMicros, double spread, long seed) {
        Random random = new Random(seed);
        List<Duration> durations = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            long micros = (long) (medianMicros * Math.exp(random.nextGaussian() * spread));
            durations.add(Duration.ofNanos(Math.min(micros, 3_600_000_000L) * 1_000));
        }
        return durations;
    }
}
