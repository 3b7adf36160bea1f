package dev.handshakefleet.page.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.SampleMeasurements;
import dev.handshakefleet.support.SettableClock;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's reading of long windows, in DynamoDB Local. */
@Timeout(120)
class FleetWatchIT {

    private static final String TARGET = "shop.example.com:443";
    private static final Instant NOW = Instant.parse("2026-11-23T10:20:00Z");

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @Test
    void windowOfMoreThanADayIsReadFromRollupsFromADayOn() throws StoreUnavailableException {
        Instant begin = Instant.parse("2026-11-20T00:00:00Z");
        List<Measurement> all =
                new SampleMeasurements(6).every(Duration.ofMinutes(5), TARGET, begin, NOW, "eu-west-1", "us-east-1");
        store(all);
        Fleet fleet = fleet(new SettableClock(NOW));
        assertThat(fleet.rollUp(Optional.of(begin), Deadline.in(Duration.ofMinutes(1)))
                        .days())
                .isEqualTo(3);
        FleetWatch watch = new FleetWatch(fleet, fleet::scheduledTargets, new SettableClock(NOW));
        watch.refresh();

        TargetHistory days =
                watch.histories(List.of(TARGET), Duration.ofDays(2)).get(TARGET);
        TargetHistory day = watch.history(TARGET, Duration.ofDays(1));

        assertThat(days.from()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(days.summary().days()).isEqualTo(2);
        assertThat(days.count())
                .isEqualTo(all.stream()
                        .filter(measured -> !measured.scheduledAt().isBefore(days.from()))
                        .count());
        assertThat(days.failed())
                .isEqualTo(all.stream()
                        .filter(measured -> !measured.scheduledAt().isBefore(days.from()))
                        .filter(measured -> !measured.succeeded())
                        .count());
        assertThat(days.measurements()).hasSize(WatchedTarget.MOST_POINTS);
        assertThat(days.problems()).isEmpty();
        assertThat(day.from()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(day.measurements()).hasSize((int) day.count());
        assertThat(day.isLong()).isFalse();
    }

    @Test
    void aFirstLookAtManyTargetsIsShorterThanALaterOne() {
        SettableClock clock = new SettableClock(NOW);
        String target = "many-0.example:443";
        store(new SampleMeasurements(7)
                .every(Duration.ofMinutes(5), target, NOW.minus(Duration.ofHours(20)), NOW, "eu-west-1"));
        List<Target> targets = IntStream.range(0, 1_000)
                .mapToObj(number -> Target.ofDefaults("many-" + number + ".example", 443, TargetDefaults.BUILT_IN))
                .toList();
        FleetWatch watch = new FleetWatch(fleet(clock), () -> WithProblems.none(targets), clock);
        watch.refresh();
        assertThat(points(watch, target)).hasSize(40);

        Instant later = NOW.plus(Duration.ofHours(5));
        store(new SampleMeasurements(8).every(Duration.ofMinutes(5), target, NOW, later, "eu-west-1"));
        clock.set(later);
        watch.refresh();

        assertThat(points(watch, target)).hasSize(100);
    }

    @ParameterizedTest
    @CsvSource({"0, 120", "1, 120", "333, 120", "500, 80", "1000, 40", "100000, 40"})
    void aFirstLookAtManyTargetsReadsFewerMeasurementsOfEach(int targets, int most) {
        assertThat(FleetWatch.mostOfANewTarget(targets)).isEqualTo(most);
    }

    private static void store(List<Measurement> measurements) {
        new MeasurementStore(dynamoDb.client(), LocalTables.MEASUREMENTS, Duration.ofDays(36_500)).store(measurements);
    }

    private static Fleet fleet(Clock clock) {
        return new FleetBuilder(
                        FleetSettings.of(Map.of(
                                "AWS_REGION",
                                "eu-west-1",
                                "FLEET_MEASUREMENTS_TABLE",
                                LocalTables.MEASUREMENTS,
                                "FLEET_STATE_TABLE",
                                LocalTables.STATE,
                                "FLEET_TARGETS",
                                "shop.example.com")),
                        clock)
                .dynamoDb(dynamoDb.client())
                .build();
    }

    private static List<Point> points(FleetWatch watch, String targetId) {
        return watch.snapshot().targets().stream()
                .filter(watched -> watched.id().equals(targetId))
                .findFirst()
                .orElseThrow()
                .points();
    }
}
