package dev.handshakefleet.alert;

import static dev.handshakefleet.alert.AlertServices.INTERVAL;
import static dev.handshakefleet.alert.AlertServices.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.NoticeText;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.alert.silence.SilenceRequest;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.RecordingNotifier;
import dev.handshakefleet.support.SettableClock;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The home region's look at silent regions, on a real table. The home region is us-east-1; runs are five minutes apart. */
class RegionAlertsIT {

    private static final String HOME = "us-east-1";
    private static final String OTHER = "eu-west-1";

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final SettableClock clock = new SettableClock(TEN);
    private final RecordingNotifier notifier = new RecordingNotifier();
    private String table;
    private RegionStore regions;

    @BeforeEach
    void tableOfItsOwn() {
        table = dynamoDb.newStateTable();
        regions = new RegionStore(dynamoDb.client(), table);
    }

    @Test
    void silentRegionIsToldOfOnceAndItsReturnOnce() {
        for (int run = 0; run < 12; run++) {
            runAll(run, run < 3 || run > 8);
        }

        assertThat(notifier.notices())
                .extracting(AlertNotice::change, AlertNotice::at)
                .containsExactly(tuple(Change.OPENED, at(5)), tuple(Change.RESOLVED, at(9)));
        AlertNotice opened = notifier.notices().getFirst();
        assertThat(opened.targetId()).isEqualTo("region:eu-west-1");
        assertThat(opened.check().name()).isEqualTo("region.silent");
        assertThat(opened.severity()).isEqualTo(Severity.WARNING);
        assertThat(NoticeText.subject(opened)).isEqualTo("region:eu-west-1 WARNING: REGION_SILENT");
        assertThat(NoticeText.email(opened, new FollowUpCommands(Optional.of("handshake-fleet-probe:live"))))
                .contains(
                        "eu-west-1 has been silent for 3 intervals: its last recorded run was scheduled for"
                                + " 2026-11-23T10:10:00Z.",
                        "  ./fleet regions --status eu-west-1",
                        "  aws logs tail --since 1h --region eu-west-1 /aws/lambda/handshake-fleet-probe");
    }

    @Test
    void regionThatWasRemovedOnPurposeIsNotSilentAndItsAlertEnds() {
        runAll(0, true);
        IntStream.range(1, 6).forEach(run -> runAll(run, false));
        assertThat(changes()).containsExactly(Change.OPENED);

        regions.removed(OTHER, clock.instant());
        IntStream.range(6, 12).forEach(run -> runAll(run, false));
        assertThat(changes()).containsExactly(Change.OPENED, Change.RESOLVED);

        runAll(12, true);
        IntStream.range(13, 16).forEach(run -> runAll(run, false));
        assertThat(changes()).as("deployed again").containsExactly(Change.OPENED, Change.RESOLVED, Change.OPENED);
    }

    /** The home region itself was silent for an hour, or its table could not be reached: nobody could leave a record. */
    @Test
    void afterAnOutageOfTheHomeRegionEveryRegionGetsItsIntervalsAnew() {
        runAll(0, true);
        runAll(1, true);

        look(14);
        record(HOME, 14);
        assertThat(notifier.notices()).isEmpty();
        runAll(15, false);
        runAll(16, false);
        assertThat(notifier.notices()).isEmpty();
        runAll(17, false);
        assertThat(changes()).containsExactly(Change.OPENED);
    }

    @Test
    void silenceHoldsTheNoticeBackAndItIsToldOfWhenThatEnds() {
        new SilenceStore(dynamoDb.client(), table)
                .add(new SilenceRequest(
                                new SilenceMatcher(
                                        Optional.of("region:eu-west-1"), Optional.empty(), Optional.of("region")),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Duration.ofMinutes(32)),
                                "moving it",
                                Optional.empty())
                        .silence("1a2b3c4d", TEN));
        runAll(0, true);

        AlertOutcome held = IntStream.range(1, 7)
                .mapToObj(run -> runAll(run, false))
                .reduce(AlertOutcome::and)
                .orElseThrow();
        assertThat(held.sent()).isEmpty();
        assertThat(held.suppressed()).hasSize(1);

        runAll(7, false);
        assertThat(changes()).containsExactly(Change.OPENED);
        runAll(300, false);
        assertThat(changes()).as("the home region was away, too").containsExactly(Change.OPENED);
        IntStream.range(301, 304).forEach(run -> runAll(run, false));
        assertThat(changes()).as("a day later").containsExactly(Change.OPENED, Change.REMINDED);
    }

    @Test
    void recordOfTheFutureIsAProblemOfTheRunAndChangesNoAlert() {
        regions.record(run(OTHER, at(100), at(100)), INTERVAL);
        record(HOME, 0);
        AlertOutcome outcome = look(1);

        assertThat(outcome.sent()).isEmpty();
        assertThat(outcome.problems())
                .singleElement()
                .asString()
                .startsWith("the last run of eu-west-1 is of the future");
    }

    @Test
    void regionsThatCannotBeReadAreUndecided() {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            AlertOutcome outcome = alerts(nobody).look(TEN, Deadline.in(Duration.ofMinutes(1)));

            assertThat(outcome.undecided())
                    .singleElement()
                    .satisfies(
                            undecided -> assertThat(undecided.reason()).startsWith("the service could not be reached"));
        }
    }

    @Test
    void homeRegionIsNeverSilentToItself() {
        for (int run = 0; run < 5; run++) {
            look(run);
        }

        assertThat(notifier.notices()).isEmpty();
    }

    private List<Change> changes() {
        return notifier.notices().stream().map(AlertNotice::change).toList();
    }

    /** A run of the home region, and before it one of the other region unless that is silent. */
    private AlertOutcome runAll(int number, boolean isOtherThere) {
        if (isOtherThere) {
            record(OTHER, number);
        }
        AlertOutcome outcome = look(number);
        record(HOME, number);
        return outcome;
    }

    private AlertOutcome look(int number) {
        clock.set(at(number));
        return alerts(dynamoDb.client()).look(at(number), Deadline.in(Duration.ofMinutes(1)));
    }

    private void record(String region, int number) {
        regions.record(run(region, at(number), at(number)), INTERVAL);
    }

    private static RegionRun run(String region, Instant scheduledAt, Instant endedAt) {
        return new RegionRun(region, scheduledAt, endedAt, INTERVAL, "0.1.0", 1, true, Optional.empty());
    }

    private static Instant at(int number) {
        return TEN.plus(INTERVAL.multipliedBy(number));
    }

    private RegionAlerts alerts(DynamoDbClient client) {
        return new RegionAlerts(
                HOME,
                new RegionStore(client, table),
                new AlertStateStore(client, table),
                new SilenceStore(client, table),
                notifier,
                clock,
                INTERVAL);
    }
}
