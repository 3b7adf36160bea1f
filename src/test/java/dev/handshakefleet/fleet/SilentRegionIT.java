package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.alert.AcknowledgeRequest;
import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.InterceptedDynamoDb;
import dev.handshakefleet.support.RecordingNotifier;
import dev.handshakefleet.support.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Scheduled runs of two regions with one table; the target is a closed port. eu-west-1 is the home region. */
class SilentRegionIT {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final String SILENT = "region:us-east-1";

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final SettableClock clock = new SettableClock(TEN);
    private final RecordingNotifier notifier = new RecordingNotifier();
    private String table;

    @BeforeEach
    void tableOfItsOwn() {
        table = dynamoDb.newStateTable();
    }

    @Test
    void scheduledRunRecordsItsRegionAndAnAdHocRunDoesNot() {
        run("us-east-1", 0);
        clock.set(TEN.plusSeconds(60));
        probe("us-east-1", dynamoDb.client(), Optional.empty());

        assertThat(new RegionStore(dynamoDb.client(), table).read().runs())
                .singleElement()
                .satisfies(run -> assertThat(run)
                        .isEqualTo(new RegionRun("us-east-1", TEN, TEN, INTERVAL, "0.1.0+abc", 1, true, run.pace())))
                .extracting(run -> run.pace().orElseThrow())
                .satisfies(pace -> assertThat(List.of(pace.run(), pace.probing(), pace.storing(), pace.deciding()))
                        .allMatch(targetsASecond -> targetsASecond > 0));
    }

    @Test
    void partsOfARunAddToItsRecordAndToNoOther() {
        RegionStore store = new RegionStore(dynamoDb.client(), table);
        RunPace pace = new RunPace(1, 2, 3, 4);
        store.record(
                new RegionRun("us-east-1", TEN, TEN, INTERVAL, "0.1.0", 2_000, true, Optional.empty()),
                Duration.ofSeconds(60));

        store.partEnded("us-east-1", TEN, TEN.plusSeconds(9), true, pace, Duration.ofSeconds(60));
        assertThat(store.last("us-east-1"))
                .contains(new RegionRun(
                        "us-east-1", TEN, TEN.plusSeconds(9), INTERVAL, "0.1.0", 2_000, true, Optional.of(pace)));

        store.partEnded("us-east-1", TEN, TEN.plusSeconds(8), false, pace, Duration.ofSeconds(60));
        store.partEnded("us-east-1", TEN, TEN.plusSeconds(10), true, pace, Duration.ofSeconds(60));
        assertThat(store.last("us-east-1"))
                .contains(new RegionRun(
                        "us-east-1", TEN, TEN.plusSeconds(10), INTERVAL, "0.1.0", 2_000, false, Optional.of(pace)));

        store.partEnded("us-east-1", TEN.minusSeconds(60), TEN.plusSeconds(99), false, pace, Duration.ofSeconds(60));
        store.partEnded("eu-west-3", TEN, TEN, false, pace, Duration.ofSeconds(60));
        assertThat(store.last("us-east-1").orElseThrow().endedAt()).isEqualTo(TEN.plusSeconds(10));
        assertThat(store.last("eu-west-3")).isEmpty();
    }

    @Test
    void homeRegionTellsOfARegionThatStopsAndOfItsReturn() {
        for (int number = 0; number < 6; number++) {
            if (number < 2) {
                run("us-east-1", number);
            }
            run("eu-west-1", number);
        }

        assertThat(changes()).containsExactly(Change.OPENED);
        assertThat(ofRegion().getFirst().findings().getFirst().message())
                .isEqualTo("us-east-1 has been silent for 3 intervals: its last recorded run was scheduled for"
                        + " 2026-11-23T10:05:00Z.");

        run("us-east-1", 6);
        run("eu-west-1", 6);
        assertThat(changes()).containsExactly(Change.OPENED, Change.RESOLVED);
    }

    @Test
    void onlyTheHomeRegionLooks() {
        run("eu-west-1", 0);
        for (int number = 1; number < 6; number++) {
            run("us-east-1", number);
        }

        assertThat(notifier.notices())
                .extracting(AlertNotice::targetId)
                .isNotEmpty()
                .noneMatch(id -> id.startsWith("region:"));
    }

    @Test
    void alertOfARegionIsListedAndAcknowledged() throws Exception {
        run("us-east-1", 0);
        for (int number = 0; number < 5; number++) {
            run("eu-west-1", number);
        }
        AlertControl control = fleet("eu-west-1", dynamoDb.client()).alertControl();

        assertThat(control.alerts(Optional.empty()).alerts())
                .extracting(ListedAlert::targetId)
                .contains(SILENT);
        assertThat(control.alerts(Optional.of(SILENT)).alerts()).hasSize(1);
        assertThat(control.acknowledge(new AcknowledgeRequest(
                                SILENT, Optional.empty(), Optional.of("kim"), Optional.of("it is being moved")))
                        .checks())
                .hasSize(1);
        run("eu-west-1", 5);
        assertThat(changes()).containsExactly(Change.OPENED, Change.ACKNOWLEDGED);
    }

    @Test
    void runThatCannotBeRecordedSaysSo() {
        DynamoDbClient refusing = InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
            if (operation.equals("putItem")) {
                throw DynamoDbException.builder()
                        .message("out of order")
                        .statusCode(500)
                        .build();
            }
            return call.answer();
        });

        assertThat(probe("us-east-1", refusing, Optional.of(TEN)).problems())
                .anyMatch(problem ->
                        problem.startsWith("The run was not recorded, so the region may be taken for silent: "));
    }

    private List<Change> changes() {
        return ofRegion().stream().map(AlertNotice::change).toList();
    }

    private List<AlertNotice> ofRegion() {
        return notifier.notices().stream()
                .filter(notice -> notice.targetId().equals(SILENT))
                .toList();
    }

    private void run(String region, int number) {
        Instant at = TEN.plus(INTERVAL.multipliedBy(number));
        clock.set(at);
        probe(region, dynamoDb.client(), Optional.of(at));
    }

    private RunReport probe(String region, DynamoDbClient client, Optional<Instant> scheduledTime) {
        return fleet(region, client)
                .probe(
                        new ProbeRequest(scheduledTime, Optional.empty(), true, true),
                        Deadline.in(Duration.ofMinutes(5)),
                        judged -> {});
    }

    private Fleet fleet(String region, DynamoDbClient client) {
        return new FleetBuilder(
                        FleetSettings.of(Map.of(
                                "AWS_REGION",
                                region,
                                "FLEET_HOME_REGION",
                                "eu-west-1",
                                "FLEET_STATE_TABLE",
                                table,
                                "FLEET_MEASUREMENTS_TABLE",
                                LocalTables.MEASUREMENTS,
                                "FLEET_ALLOW_NETWORKS",
                                "127.0.0.0/8",
                                "FLEET_TARGETS",
                                "127.0.0.1:1",
                                "FLEET_INTERVAL",
                                INTERVAL.toString(),
                                "FLEET_VERSION",
                                "0.1.0+abc")),
                        clock)
                .dynamoDb(client)
                .notifier(notifier)
                .build();
    }
}
