package dev.handshakefleet.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.Measurements;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant BEFORE = NOW.minus(Duration.ofMinutes(5));

    @Test
    void freshMeasurementReplacesTheStoredOneOfTheSameKey() {
        Measurement read = Measurements.good(NOW, "eu-west-1");
        Measurement fresh = Measurements.failed(NOW.plusNanos(7), "eu-west-1");
        Measurement elsewhere = Measurements.good(NOW, "us-east-1");
        Measurement earlier = Measurements.good(BEFORE, "eu-west-1");

        MeasurementHistory all = new MeasurementHistory(List.of(read, earlier), false).with(List.of(fresh, elsewhere));

        assertThat(all.measurements()).containsExactly(fresh, elsewhere, earlier);
    }

    @Test
    void truncatedHistoryReachesBackToItsOldestMeasurement() {
        List<Measurement> read = List.of(Measurements.good(NOW, "eu-west-1"), Measurements.good(BEFORE, "eu-west-1"));
        MeasurementHistory whole = new MeasurementHistory(read, false);
        MeasurementHistory cut = new MeasurementHistory(read, true);

        assertThat(whole.reachesBackTo(BEFORE.minusSeconds(1))).isTrue();
        assertThat(cut.reachesBackTo(BEFORE.minusSeconds(1))).isFalse();
        assertThat(cut.reachesBackTo(BEFORE)).as("what lies after it is whole").isTrue();
        assertThat(new MeasurementHistory(List.of(), true).reachesBackTo(NOW)).isFalse();
    }
}
