package dev.handshakefleet.alert;

import static dev.handshakefleet.alert.AlertServices.TEN;
import static dev.handshakefleet.alert.AlertServices.chain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.alert.silence.SilenceRequest;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.InterceptedDynamoDb;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.RecordingNotifier;
import dev.handshakefleet.support.SettableClock;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Silences, reporting regions and objectives on real tables. */
class SuppressionIT {

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final SettableClock clock = new SettableClock(TEN);
    private final RecordingNotifier notifier = new RecordingNotifier();

    @Test
    void suppressedNoticesAreListedCountedAndSentAfterTheSilence() {
        SilenceStore silences = new SilenceStore(dynamoDb.client(), LocalTables.STATE);
        Silence silence = new SilenceRequest(
                        new SilenceMatcher(Optional.of("quiet.example"), Optional.empty(), Optional.of("chain")),
                        Optional.of(TEN.minusSeconds(60)),
                        Optional.of(TEN.plusSeconds(600)),
                        Optional.empty(),
                        "planned work",
                        Optional.empty())
                .silence("0123abcd", TEN.minusSeconds(60));
        silences.add(silence);

        AlertOutcome first = run("quiet.example", Severity.WARNING, 0);
        AlertOutcome second = run("quiet.example", Severity.WARNING, 5);
        AlertOutcome beside = run("loud.example", Severity.WARNING, 5);
        assertThat(first.suppressed()).singleElement().satisfies(suppressed -> {
            assertThat(suppressed.silence()).isEqualTo("0123abcd");
            assertThat(suppressed.notice().targetId()).isEqualTo("quiet.example:443");
        });
        assertThat(second.suppressed()).isEmpty();
        assertThat(second.sent()).isEmpty();
        assertThat(beside.sent()).hasSize(1);
        assertThat(silences.current(TEN))
                .filteredOn(one -> one.id().equals("0123abcd"))
                .extracting(Silence::suppressed)
                .containsExactly(1L);

        AlertOutcome behind = run("quiet.example", Severity.WARNING, 15);

        assertThat(behind.sent()).singleElement().satisfies(notice -> {
            assertThat(notice.change()).isEqualTo(AlertNotice.Change.OPENED);
            assertThat(notice.since()).isEqualTo(TEN);
            assertThat(notice.omitted().suppressed()).isEqualTo(1);
        });
    }

    @Test
    void unreadableSilencesSuppressNothingAndAreReported() {
        DynamoDbClient noQueries = InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
            if (operation.equals("query")) {
                throw DynamoDbException.builder().message("no").statusCode(500).build();
            }
            return call.answer();
        });

        AlertOutcome outcome = service(noQueries, Optional.empty())
                .handle("eu", TEN, List.of(chain("unread.example", Severity.CRITICAL)));

        assertThat(outcome.sent()).hasSize(1);
        assertThat(outcome.problems())
                .singleElement()
                .asString()
                .startsWith("The silences could not be read, so no notice was suppressed");
    }

    @Test
    void aRegionThatReportedNoProblemCountsForTheQuorum() {
        MeasurementStore store = AlertServices.measurements(dynamoDb.client());
        store.store(List.of(
                Measurement.of(Probes.healthy("seen.example"), TEN.minusSeconds(60), "us"),
                Measurement.of(Probes.healthy("seen.example"), TEN.minusSeconds(50), "ap")));
        AlertService service = service(dynamoDb.client(), Optional.of(store));

        service.handle("eu", TEN, List.of(chain("seen.example", Severity.CRITICAL)));
        assertThat(notifier.notices()).isEmpty();
        service.handle("us", TEN.plusSeconds(1), List.of(chain("seen.example", Severity.CRITICAL)));

        assertThat(notifier.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(notice.seenFrom()).containsExactly("eu", "us");
            assertThat(notice.notSeenFrom()).containsExactly("ap");
        });
    }

    @Test
    void aBreachedObjectiveOpensAnAlertAndAnUnreadableOneKeepsIt() {
        Map<String, Object> target = Map.of(
                "host",
                "slo.example",
                "alert",
                Map.of("after", Map.of("availability", 100)),
                "sla",
                Map.of("objectives", List.of("99.9 % over P30D", "p95 of tls <= 10 ms over PT1H")));
        MeasurementStore store = AlertServices.measurements(dynamoDb.client());
        AlertService service = service(dynamoDb.client(), Optional.of(store));
        for (int minute = 0; minute <= 15; minute += 5) {
            Instant at = TEN.plus(Duration.ofMinutes(minute));
            JudgedProbe probe = minute == 0 ? healthy(target) : failed(target);
            store.store(List.of(Measurement.of(probe, at, "eu")));
            clock.set(at);
            service.handle("eu", at, List.of(probe));
        }

        assertThat(notifier.notices())
                .extracting(notice -> notice.check().name())
                .containsExactly("objective.availability");
        assertThat(notifier.notices().getFirst().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(notifier.notices().getFirst().findings().getFirst().message())
                .contains("2 of 3 probes failed");

        AlertOutcome unread = service(
                        dynamoDb.client(),
                        Optional.of(new MeasurementStore(dynamoDb.client(), "no-such-table", Duration.ofDays(1))))
                .handle("eu", TEN.plus(Duration.ofMinutes(20)), List.of(healthy(target)));

        assertThat(unread.sent()).isEmpty();
        assertThat(unread.problems()).anyMatch(problem -> problem.contains("undecided"));
    }

    private static JudgedProbe healthy(Map<String, Object> target) {
        return Probes.judged(Probes.target(target), List.of(), Optional.empty());
    }

    private static JudgedProbe failed(Map<String, Object> target) {
        return Probes.judged(
                Probes.target(target),
                List.of(Probes.finding(FindingCode.HANDSHAKE_FAILED, Severity.CRITICAL)),
                Optional.of(new Failure(Phase.CONNECT, Failure.Kind.CONNECTION_REFUSED, "refused")));
    }

    private AlertOutcome run(String host, Severity severity, int minute) {
        Instant at = TEN.plus(Duration.ofMinutes(minute));
        clock.set(at);
        return service(dynamoDb.client(), Optional.empty()).handle("eu", at, List.of(chain(host, severity)));
    }

    private AlertService service(DynamoDbClient client, Optional<MeasurementStore> measurements) {
        return AlertServices.of(client, LocalTables.STATE, notifier, clock, measurements);
    }
}
