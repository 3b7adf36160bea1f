package dev.handshakefleet.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.ConsumedUnits;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.SampleMeasurements;
import dev.handshakefleet.support.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rollups of real items in DynamoDB Local. */
@Timeout(300)
class RollupMakerIT {

    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    private static final Duration RETENTION = Duration.ofDays(400);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final SettableClock clock = new SettableClock(TUESDAY.plus(Duration.ofMinutes(20)));
    private final MeasurementStore measurements =
            new MeasurementStore(dynamoDb.client(), LocalTables.MEASUREMENTS, RETENTION);

    /** Every combination of schedule and regions that the template knows, HTTP or not: at most 3 %, and less where nothing is made. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "5, 1", "5, 3", "5, 5", "10, 2", "15, 3", "30, 1", "60, 1", "60, 5"})
    void rollupsOfADayCostAtMostThreePercentOfItsMeasurements(int minutes, int regions)
            throws StoreUnavailableException {
        String target = "cost-%d-%d.example:443".formatted(minutes, regions);
        Duration interval = Duration.ofMinutes(minutes);
        ConsumedUnits units = new ConsumedUnits();
        try (DynamoDbClient counted = AwsClients.dynamoDb(dynamoDb.endpoint(), units)) {
            MeasurementStore store = new MeasurementStore(counted, LocalTables.MEASUREMENTS, RETENTION);
            store.store(day(target, interval, regions));
            double written = units.written();
            Maker maker = new Maker(counted, interval);
            RollupOutcome made = maker.make(target);
            double rolledUp = units.put(LocalTables.MEASUREMENTS);

            assertThat(written).isEqualTo(24.0 * 60 / minutes * regions);
            assertThat(made.complete()).isTrue();
            assertThat(made.writeUnits()).isEqualTo((int) rolledUp);
            assertThat(rolledUp / written).isLessThanOrEqualTo(0.03);
            assertThat(made.hours()).isEqualTo(minutes == 1 ? 24 : 0);
            boolean isAffordable = 1.0 / written <= 0.03;
            assertThat(made.days()).isEqualTo(isAffordable ? 1 : 0);
        }
    }

    @Test
    void windowReadFromRollupsIsThatReadFromMeasurements() throws StoreUnavailableException {
        String target = "window.example:443";
        Instant from = MONDAY.minus(Duration.ofHours(30)).plusSeconds(100);
        Instant to = TUESDAY.plus(Duration.ofMinutes(17));
        List<Measurement> all = new SampleMeasurements(8)
                .every(MINUTE, target, from.minus(Duration.ofDays(2)), to.plusSeconds(600), "eu-west-1", "us-east-1");
        measurements.store(all);
        Maker maker = new Maker(dynamoDb.client(), MINUTE);
        maker.maker().make(List.of(target), Optional.of(from), Deadline.in(Duration.ofMinutes(2)));

        WindowRollup read = maker.reader().read(target, from, to, _ -> {});
        WindowRollup exact = maker.reader().readMeasurements(target, from, to, _ -> {});

        assertThat(read.days()).isEqualTo(2);
        assertThat(read.hours()).isEqualTo(5);
        assertThat(read.measurements()).isLessThan(200);
        assertThat(exact.measurements()).isEqualTo(exact.probes());
        assertThat(exact.probes()).isEqualTo((int) all.stream()
                .map(Measurement::scheduledAt)
                .filter(at -> !at.isBefore(from) && !at.isAfter(to))
                .count());
        assertSame(read, exact);
        assertThat(read.problems()).isEmpty();
    }

    @Test
    void missingRollupIsReadFromMeasurements() throws StoreUnavailableException {
        String target = "gap.example:443";
        measurements.store(day(target, MINUTE, 1));
        Maker maker = new Maker(dynamoDb.client(), MINUTE);
        maker.make(target);
        delete(target, "day#2026-11-23");
        delete(target, "hour#2026-11-23T07");
        delete(target, "hour#2026-11-23T08");

        WindowRollup read = maker.reader().read(target, MONDAY, TUESDAY.minusMillis(1), _ -> {});

        assertThat(read.days()).isZero();
        assertThat(read.hours()).isEqualTo(22);
        assertThat(read.measurements()).isEqualTo(120);
        assertSame(read, maker.reader().readMeasurements(target, MONDAY, TUESDAY.minusMillis(1), _ -> {}));
    }

    @Test
    void rollupIsWrittenOnceHoweverOftenItIsMade() throws StoreUnavailableException {
        String target = "once.example:443";
        measurements.store(day(target, MINUTE, 1));
        Maker maker = new Maker(dynamoDb.client(), MINUTE);

        RollupOutcome first = maker.make(target);
        Map<String, AttributeValue> written = item(target, "day#2026-11-23");
        RollupOutcome second = maker.make(target);
        RollupOutcome again =
                maker.maker().make(List.of(target), Optional.of(MONDAY), Deadline.in(Duration.ofMinutes(2)));

        assertThat(first.days()).isEqualTo(1);
        assertThat(second.days() + second.hours()).isZero();
        assertThat(again.days() + again.hours()).isZero();
        assertThat(again.complete()).isTrue();
        assertThat(item(target, "day#2026-11-23")).isEqualTo(written);
    }

    @Test
    void hourIsNotOverBeforeAQuarterOfAnHourHasPassed() throws StoreUnavailableException {
        String target = "closing.example:443";
        measurements.store(day(target, MINUTE, 1));
        Maker maker = new Maker(dynamoDb.client(), MINUTE);
        clock.set(TUESDAY.plus(Duration.ofMinutes(15)).minusMillis(1));

        RollupOutcome before = maker.make(target);
        clock.set(TUESDAY.plus(Duration.ofMinutes(15)));
        RollupOutcome after = maker.make(target);

        assertThat(before.through()).isEqualTo(TUESDAY.minus(Duration.ofHours(1)));
        assertThat(before.hours()).isEqualTo(23);
        assertThat(before.days()).isZero();
        assertThat(after.through()).isEqualTo(TUESDAY);
        assertThat(after.hours()).isEqualTo(1);
        assertThat(after.days()).isEqualTo(1);
    }

    @Test
    void runWithoutTimeIsContinuedByTheNext() throws StoreUnavailableException {
        List<String> targets = IntStream.range(0, 130)
                .mapToObj("many-%03d.example:443"::formatted)
                .toList();
        for (String target : targets) {
            measurements.store(new SampleMeasurements(3)
                    .every(MINUTE, target, TUESDAY.minus(Duration.ofHours(1)), TUESDAY, "eu-west-1"));
        }
        Maker maker = new Maker(dynamoDb.client(), MINUTE);

        RollupOutcome none = maker.maker().make(targets, Optional.empty(), Deadline.in(Duration.ofMillis(-1)));
        int runs = 0;
        List<RollupOutcome> outcomes = new ArrayList<>();
        do {
            outcomes.add(maker.maker().make(targets, Optional.empty(), Deadline.in(Duration.ofMillis(150))));
        } while (!outcomes.getLast().complete() && ++runs < 500);

        assertThat(none.complete()).isFalse();
        assertThat(none.problems())
                .containsExactly("The time was over before all rollups were made; the next run goes on from "
                        + "2026-11-23T00:00:00Z.");
        assertThat(outcomes.getLast().complete()).isTrue();
        assertThat(outcomes.stream().mapToInt(RollupOutcome::hours).sum()).isEqualTo(130);
    }

    @Test
    void lateMeasurementChangesTheRollupsOfItsHourAndDay() throws StoreUnavailableException {
        String target = "late.example:443";
        Measurement late = new SampleMeasurements(9).one(target, MONDAY.plus(Duration.ofMinutes(610)), "ap-south-1");
        measurements.store(day(target, MINUTE, 1));
        Maker maker = new Maker(dynamoDb.client(), MINUTE);
        maker.make(target);

        measurements.store(List.of(late));
        List<String> problems = maker.maker().makeAgain(List.of(late), Deadline.in(Duration.ofMinutes(1)));

        assertThat(problems).isEmpty();
        WindowRollup read = maker.reader().read(target, MONDAY, TUESDAY.minusMillis(1), _ -> {});
        assertThat(read.days()).isEqualTo(1);
        assertThat(read.measurements()).isZero();
        assertThat(read.regions().get("ap-south-1").counts().probes()).isEqualTo(1);
        assertThat(item(target, "hour#2026-11-23T10").get("rr").m()).containsKey("ap-south-1");
    }

    @Test
    void rollupTakenAwayForLateMeasurementsIsNeverReadAndNeverKeptFromALaterOne() throws StoreUnavailableException {
        String target = "taken.example:443";
        Measurement late = new SampleMeasurements(9).one(target, MONDAY.plus(Duration.ofMinutes(610)), "ap-south-1");
        measurements.store(day(target, MINUTE, 1));
        Maker maker = new Maker(dynamoDb.client(), MINUTE);
        maker.make(target);

        measurements.store(List.of(late));
        maker.maker().makeAgain(List.of(late), Deadline.in(Duration.ofMillis(-1)));
        WindowRollup meanwhile = maker.reader().read(target, MONDAY, TUESDAY.minusMillis(1), _ -> {});
        RollupStore store = new RollupStore(dynamoDb.client(), LocalTables.MEASUREMENTS, RETENTION);
        Span hour = Span.Level.HOUR.of(late.scheduledAt());
        Rollup stale = new Rollup(target, hour, meanwhile.regions());

        assertThat(meanwhile.days()).isZero();
        assertThat(meanwhile.hours()).isEqualTo(23);
        assertThat(meanwhile.regions().get("ap-south-1").counts().probes()).isEqualTo(1);
        assertThat(store.add(stale)).isFalse();
        assertThat(store.replaceLate(stale, clock.instant().minusMillis(1))).isFalse();
        assertThat(store.replaceLate(stale, clock.instant())).isTrue();
    }

    @Test
    void measurementOfATimeThatIsNotRolledUpYetChangesNothing() throws StoreUnavailableException {
        ConsumedUnits units = new ConsumedUnits();
        try (DynamoDbClient counted = AwsClients.dynamoDb(dynamoDb.endpoint(), units)) {
            Maker maker = new Maker(counted, MINUTE);
            Measurement current =
                    new SampleMeasurements(9).one("now.example:443", TUESDAY.plus(Duration.ofMinutes(5)), "eu-west-1");
            Measurement old = new SampleMeasurements(9).one("now.example:443", MONDAY, "eu-west-1");

            assertThat(maker.maker().makeAgain(List.of(current), Deadline.in(Duration.ofMinutes(1))))
                    .isEmpty();
            assertThat(units.read()).isZero();
            assertThat(maker.maker().makeAgain(List.of(old), Deadline.in(Duration.ofMinutes(1))))
                    .isEmpty();
            assertThat(units.put(LocalTables.MEASUREMENTS)).isZero();
        }
    }

    @Test
    void rollupOfALaterVersionIsPassedOverAndSaid() throws StoreUnavailableException {
        String target = "newer.example:443";
        measurements.store(day(target, Duration.ofMinutes(5), 2));
        dynamoDb.client()
                .putItem(request -> request.tableName(LocalTables.MEASUREMENTS)
                        .item(Map.of(
                                "pk",
                                AttributeValue.fromS("rollup#" + target),
                                "sk",
                                AttributeValue.fromS("day#2026-11-23"),
                                "rv",
                                AttributeValue.fromN("7"),
                                "rs",
                                AttributeValue.fromN(String.valueOf(MONDAY.getEpochSecond())),
                                FleetTables.FOREIGN,
                                AttributeValue.fromS("later"))));
        Maker maker = new Maker(dynamoDb.client(), Duration.ofMinutes(5));

        WindowRollup read = maker.reader().read(target, MONDAY, TUESDAY.minusMillis(1), _ -> {});

        assertThat(read.probes()).isEqualTo(576);
        assertThat(read.measurements()).isEqualTo(576);
        assertThat(read.problems())
                .containsExactly("The measurements were read instead: the rollup day#2026-11-23 of newer.example:443 is"
                        + " of a version that this program does not know, 7");
    }

    @Test
    void tableThatIsNotThereStopsTheRunAndNothingIsSkipped() throws StoreUnavailableException {
        String target = "outage.example:443";
        measurements.store(day(target, MINUTE, 1));
        Maker broken = new Maker(dynamoDb.client(), MINUTE, "no-such-table");

        RollupOutcome outcome = broken.make(target);

        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.through()).isEqualTo(MONDAY);
        assertThat(outcome.problems()).singleElement().asString().contains("the table no-such-table does not exist");
        assertThat(new Maker(dynamoDb.client(), MINUTE, LocalTables.MEASUREMENTS, broken.state())
                        .make(target)
                        .hours())
                .isEqualTo(24);
    }

    private static void assertSame(WindowRollup found, WindowRollup expected) {
        assertThat(found.regions().keySet()).isEqualTo(expected.regions().keySet());
        found.regions().forEach((name, region) -> {
            RegionRollup other = expected.regions().get(name);
            assertThat(region.counts()).as(name).isEqualTo(other.counts());
            assertThat(region.failures()).as(name).isEqualTo(other.failures());
            assertThat(region.findings()).as(name).isEqualTo(other.findings());
            assertThat(region.hours()).as(name).isEqualTo(other.hours());
            region.sketches()
                    .forEach((series, sketch) -> assertThat(sketch.percentiles())
                            .as("%s %s", name, series)
                            .isEqualTo(other.sketches().get(series).percentiles()));
        });
    }

    private static List<Measurement> day(String target, Duration interval, int regions) {
        String[] names = List.of("eu-west-1", "us-east-1", "ap-southeast-2", "sa-east-1", "af-south-1").stream()
                .limit(regions)
                .toArray(String[]::new);
        return new SampleMeasurements(target.hashCode()).every(interval, target, MONDAY, TUESDAY, names);
    }

    private static void delete(String target, String sortKey) {
        dynamoDb.client()
                .deleteItem(
                        request -> request.tableName(LocalTables.MEASUREMENTS).key(key(target, sortKey)));
    }

    private static Map<String, AttributeValue> item(String target, String sortKey) {
        return dynamoDb.client()
                .getItem(request -> request.tableName(LocalTables.MEASUREMENTS).key(key(target, sortKey)))
                .item();
    }

    private static Map<String, AttributeValue> key(String target, String sortKey) {
        return Map.of("pk", AttributeValue.fromS("rollup#" + target), "sk", AttributeValue.fromS(sortKey));
    }

    /** A maker with a state table of its own. */
    private final class Maker {

        private final WindowReader reader;
        private final RollupMaker maker;
        private final String state;

        Maker(DynamoDbClient client, Duration interval) {
            this(client, interval, LocalTables.MEASUREMENTS);
        }

        Maker(DynamoDbClient client, Duration interval, String table) {
            this(client, interval, table, dynamoDb.newStateTable());
        }

        Maker(DynamoDbClient client, Duration interval, String table, String state) {
            this.state = state;
            RollupStore store = new RollupStore(client, table, RETENTION);
            reader = new WindowReader(new MeasurementStore(client, table, RETENTION), store);
            maker = new RollupMaker(reader, store, new RollupProgressStore(client, state), interval, clock);
        }

        RollupOutcome make(String target) throws StoreUnavailableException {
            return maker.make(List.of(target), Optional.empty(), Deadline.in(Duration.ofMinutes(2)));
        }

        RollupMaker maker() {
            return maker;
        }

        WindowReader reader() {
            return reader;
        }

        String state() {
            return state;
        }
    }
}
