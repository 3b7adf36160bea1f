package dev.handshakefleet.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.HistoryCsv;
import dev.handshakefleet.report.HistoryDocument;
import dev.handshakefleet.rollup.RegionRollup;
import dev.handshakefleet.rollup.RollupOutcome;
import dev.handshakefleet.rollup.Series;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.SampleMeasurements;
import dev.handshakefleet.support.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Histories of real items in DynamoDB Local: ten days of a run every five minutes in two regions. */
@Timeout(300)
class HistoryReaderIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-23T10:20:00Z");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final String TARGET = "shop.example.com:443";

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private static List<Measurement> all;
    private static String state;
    private static Fleet fleet;

    @BeforeAll
    static void tenDays() throws StoreUnavailableException {
        all = new SampleMeasurements(5)
                .every(FIVE_MINUTES, TARGET, NOW.minus(Duration.ofDays(10)), NOW, "eu-west-1", "us-east-1");
        new MeasurementStore(dynamoDb.client(), LocalTables.MEASUREMENTS, Duration.ofDays(36_500)).store(all);
        state = dynamoDb.newStateTable();
        fleet = fleet(Map.of("FLEET_TARGETS", "shop.example.com, mail.example.com, example.org:8443"));
        RollupOutcome made =
                fleet.rollUp(Optional.of(NOW.minus(Duration.ofDays(10))), Deadline.in(Duration.ofMinutes(2)));
        assertThat(made.complete()).isTrue();
        assertThat(made.days()).isEqualTo(10);
    }

    @Test
    void windowOfMoreThanADayIsReadFromRollups() throws StoreUnavailableException {
        HistoryReport report = fleet.history(request("P7D"));

        List<Measurement> exact = since(NOW.minus(Duration.ofDays(7)));
        assertThat(report.summary().days()).isEqualTo(6);
        assertThat(report.summary().measurements()).isLessThan(600);
        assertThat(report.summary().probes()).isEqualTo(exact.size());
        assertThat(report.problems()).isEmpty();
        report.summary().regions().forEach((name, region) -> {
            List<Measurement> ofRegion = exact.stream()
                    .filter(measurement -> measurement.region().equals(name))
                    .toList();
            assertThat(region.counts().runs()).isEqualTo(ofRegion.size());
            assertThat(region.counts().failed()).isEqualTo((int) ofRegion.stream()
                    .filter(measurement -> !measurement.succeeded())
                    .count());
            assertThat(region.hours()).hasSize(7 * 24 + 1);
            assertNear(region, Percentiles.ofAll(ofRegion));
        });
        assertThat(report.history().measurements()).hasSize(10);
        assertThat(report.history().measurements().getFirst().scheduledAt()).isEqualTo(NOW.minus(FIVE_MINUTES));
        assertThat(report.history().truncated()).isTrue();
    }

    @Test
    void windowOfADayIsReadFromMeasurementsAlone() throws StoreUnavailableException {
        HistoryReport report = fleet.history(request("PT24H"));

        assertThat(report.summary().days() + report.summary().hours()).isZero();
        assertThat(report.summary().measurements()).isEqualTo(2 * 24 * 12);
        assertThat(report.history().measurements()).hasSize(10);
        assertThat(report.history().truncated()).isTrue();
    }

    @Test
    void windowMayEndEarlier() throws StoreUnavailableException {
        Instant until = NOW.minus(Duration.ofDays(3));

        HistoryReport report = fleet.history(
                new HistoryRequest(TARGET, Duration.ofDays(2), Optional.of(until), Optional.of("us-east-1"), 5));

        assertThat(report.to()).isEqualTo(until);
        assertThat(report.summary().regions().keySet()).containsExactly("us-east-1");
        assertThat(report.summary().probes()).isEqualTo(2 * 24 * 12 + 1);
        assertThat(report.history().measurements())
                .hasSize(5)
                .extracting(Measurement::region)
                .containsOnly("us-east-1");
        assertThat(report.history().measurements().getFirst().scheduledAt()).isEqualTo(until);
    }

    @Test
    void jsonAndCsvHaveASummaryOfEveryRegion() throws Exception {
        HistoryReport report = fleet.history(request("P7D"));

        JsonNode summary =
                JSON.readTree(ContractJson.compact(HistoryDocument.of(report))).path("summary");
        JsonNode region = summary.path("regions").path("eu-west-1");
        assertThat(region.path("runs").asInt()).isEqualTo(7 * 24 * 12);
        assertThat(region.path("availability").decimalValue()).isBetween(new BigDecimal("98"), new BigDecimal("100"));
        assertThat(region.path("breaches").asInt()).isPositive();
        assertThat(region.path("limitKept").asBoolean()).isFalse();
        assertThat(region.path("phases").path("tls").path("p95").isNumber()).isTrue();
        assertThat(region.path("trend").path("step").asText()).isEqualTo("PT6H");
        assertThat(region.path("trend").path("steps")).hasSizeBetween(28, 29);
        assertThat(summary.path("all").path("measurements").asInt())
                .isEqualTo(report.summary().probes());
        assertThat(summary.path("read").path("days").asInt()).isEqualTo(6);
        assertThat(HistoryCsv.lines(report).getFirst()).startsWith("target,from,to,region,runs,");
        assertThat(HistoryCsv.lines(report))
                .hasSize(1 + 2 * 7)
                .anyMatch(line ->
                        line.startsWith(TARGET + ",2026-11-16T10:20:00Z,2026-11-23T10:20:00Z,us-east-1,2016,2016,"));
    }

    @Test
    void budgetAndPercentileOfTheTargetsObjectivesAreShown() throws StoreUnavailableException {
        String table = dynamoDb.newStateTable();
        CatalogWriter writer = new TargetCatalog(dynamoDb.client(), table).writer((packs, of) -> {});
        Map<String, Object> target = Map.of(
                "host",
                "shop.example.com",
                "sla",
                Map.of("objectives", List.of("99.9 % over P7D", "p95 of tls <= 500 ms over PT1H")));
        writer.apply(writer.plan(List.of(new CatalogEntry(TARGET, target))), Optional.of("kim"), NOW);
        Fleet withObjectives = fleet(Map.of("FLEET_STATE_TABLE", table));

        HistoryReport report = withObjectives.history(request("P2D"));

        assertThat(report.objectives()).hasSize(2);
        ObjectiveStanding availability = report.objectives().getFirst();
        long failed = since(NOW.minus(Duration.ofDays(7))).stream()
                .filter(measurement -> !measurement.succeeded())
                .count();
        double allowed = since(NOW.minus(Duration.ofDays(7))).size() * 0.001;
        assertThat(availability.promise()).isEqualTo("99.9 % available over 7 days");
        assertThat(availability.budgetLeft().orElseThrow().doubleValue())
                .isCloseTo(100 - 100 * failed / allowed, within(0.11));
        assertThat(availability.kept()).isEqualTo(failed <= allowed);
        assertThat(report.objectives().getLast().kept()).isTrue();
        assertThat(report.objectives().getLast().found()).isPresent();
    }

    @Test
    void unknownTargetIsAnsweredWithNearNames() throws StoreUnavailableException {
        HistoryReport report = fleet.history(new HistoryRequest("shop.exampel.com", Duration.ofDays(30), 10));

        assertThat(report.problems())
                .containsExactly(
                        "shop.exampel.com:443 is not among the targets of scheduled runs, and nothing was measured of"
                                + " it in this window. Near names: shop.example.com.");
    }

    @Test
    void targetWithoutMeasurementsHasAnEmptyHistory() throws StoreUnavailableException {
        HistoryReport report = fleet.history(new HistoryRequest("mail.example.com", Duration.ofDays(30), 10));

        assertThat(report.summary().regions()).isEmpty();
        assertThat(report.history().measurements()).isEmpty();
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void unknownRegionIsAnsweredWithThoseThatMeasured() throws StoreUnavailableException {
        HistoryReport report = fleet.history(
                new HistoryRequest(TARGET, Duration.ofDays(2), Optional.empty(), Optional.of("eu-west-3"), 10));

        assertThat(report.summary().regions()).isEmpty();
        assertThat(report.problems())
                .containsExactly("This window has no measurement from eu-west-3; regions with measurements: eu-west-1,"
                        + " us-east-1.");
    }

    @Test
    void windowInTheFutureIsRefused() {
        Instant future = NOW.plusSeconds(1);

        assertThatThrownBy(() -> fleet.history(
                        new HistoryRequest(TARGET, Duration.ofDays(1), Optional.of(future), Optional.empty(), 10)))
                .isInstanceOf(BadInputException.class)
                .hasMessage("until: '2026-11-23T10:20:01Z'; accepted: an instant that is not after now,"
                        + " 2026-11-23T10:20:00Z; nothing has been measured later");
    }

    @Test
    void measurementOfALaterVersionIsLeftOutAndSaid() throws StoreUnavailableException {
        String target = "later.example.com:443";
        List<Measurement> two = new SampleMeasurements(2)
                .every(FIVE_MINUTES, target, NOW.minus(FIVE_MINUTES), NOW.plusSeconds(1), "eu-west-1");
        new MeasurementStore(dynamoDb.client(), LocalTables.MEASUREMENTS, Duration.ofDays(36_500)).store(two);
        dynamoDb.client()
                .putItem(request -> request.tableName(LocalTables.MEASUREMENTS)
                        .item(Map.of(
                                "pk",
                                AttributeValue.fromS(target),
                                "sk",
                                AttributeValue.fromS("2026-11-23T10:19:00.000Z#eu-west-1#-"),
                                "s",
                                AttributeValue.fromN("1795429140000"),
                                "q",
                                AttributeValue.fromS("Z1"),
                                FleetTables.FOREIGN,
                                AttributeValue.fromS("later"))));

        for (String window : List.of("PT1H", "P3D")) {
            HistoryReport report = fleet.history(new HistoryRequest(target, Duration.parse(window), 10));

            assertThat(report.summary().probes()).as(window).isEqualTo(2);
            assertThat(report.history().measurements()).as(window).hasSize(2);
            assertThat(report.problems())
                    .as(window)
                    .containsExactly("Left out, perhaps written by a later version: item later.example.com:443 is not a"
                            + " measurement: q: Z1; accepted: such as P1 or P2c");
        }
    }

    private static HistoryRequest request(String window) {
        return new HistoryRequest(TARGET, Duration.parse(window), 10);
    }

    private static List<Measurement> since(Instant from) {
        return all.stream()
                .filter(measurement -> !measurement.scheduledAt().isBefore(from))
                .toList();
    }

    private static void assertNear(RegionRollup region, Map<String, Percentiles> exact) {
        for (Series series : region.sketches().keySet()) {
            Percentiles found = region.sketches().get(series).percentiles();
            Percentiles expected = exact.get(series.label());
            assertThat(found.count()).isEqualTo(expected.count());
            assertNear(found.p50(), expected.p50());
            assertNear(found.p95(), expected.p95());
            assertNear(found.p99(), expected.p99());
        }
    }

    private static void assertNear(Duration found, Duration exact) {
        assertThat(found.minus(exact).abs())
                .isLessThanOrEqualTo(Duration.ofNanos(Math.max(1_000, exact.toNanos() / 250)));
    }

    private static Fleet fleet(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_REGION",
                "eu-west-1",
                "FLEET_MEASUREMENTS_TABLE",
                LocalTables.MEASUREMENTS,
                "FLEET_STATE_TABLE",
                state));
        environment.putAll(more);
        return new FleetBuilder(FleetSettings.of(environment), new SettableClock(NOW))
                .dynamoDb(dynamoDb.client())
                .build();
    }
}
