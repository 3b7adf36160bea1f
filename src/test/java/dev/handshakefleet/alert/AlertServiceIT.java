package dev.handshakefleet.alert;

import static dev.handshakefleet.alert.AlertServices.INTERVAL;
import static dev.handshakefleet.alert.AlertServices.TEN;
import static dev.handshakefleet.alert.AlertServices.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.Circumstances;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.decide.PendingNotice;
import dev.handshakefleet.alert.decide.SilenceLookup;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.InterceptedDynamoDb;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.RecordingNotifier;
import dev.handshakefleet.support.SettableClock;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Decides and sends on a real table: concurrent invocations, failures, killed invocations. */
class AlertServiceIT {

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final SettableClock clock = new SettableClock(TEN);
    private final RecordingNotifier notifier = new RecordingNotifier();

    @Test
    void anAlertOpensWorsensEasesAndResolvesWithOneMessageEach() {
        AlertService service = service(notifier);
        List<Severity> seen = List.of(
                Severity.OK,
                Severity.WARNING,
                Severity.WARNING,
                Severity.CRITICAL,
                Severity.CRITICAL,
                Severity.WARNING,
                Severity.WARNING,
                Severity.OK,
                Severity.OK,
                Severity.OK);
        for (int minute = 0; minute < seen.size(); minute++) {
            service.handle("eu", TEN.plusSeconds(60L * minute), List.of(chain("story.example", seen.get(minute))));
        }

        assertThat(notifier.notices())
                .extracting(AlertNotice::change)
                .containsExactly(Change.OPENED, Change.WORSENED, Change.EASED, Change.RESOLVED);
    }

    @Test
    void exactlyOneOfManyInvocationsSends() throws Exception {
        try (ExecutorService invocations = Executors.newFixedThreadPool(12)) {
            List<Callable<AlertOutcome>> retries = IntStream.range(0, 24)
                    .mapToObj(number -> (Callable<AlertOutcome>) () -> service(notifier)
                            .handle("region-" + number % 3, TEN, List.of(chain("race.example", Severity.CRITICAL))))
                    .toList();
            for (Future<AlertOutcome> outcome : invocations.invokeAll(retries)) {
                assertThat(outcome.get().undecided()).isEmpty();
            }
        }

        assertThat(notifier.notices()).hasSize(1);
        assertThat(state("race.example").alerts().get(Check.CHAIN).reports().byRegion())
                .containsOnlyKeys("region-0", "region-1", "region-2");
        assertThat(state("race.example").pending()).isEmpty();
    }

    @Test
    void aNoticeThatCouldNotBeSentIsSentOnceByTheNextRun() {
        notifier.refuseAll(true);
        AlertOutcome failed = run(Severity.CRITICAL, "unsent.example", TEN);
        notifier.refuseAll(false);
        AlertOutcome next = run(Severity.CRITICAL, "unsent.example", TEN.plusSeconds(60));
        AlertOutcome later = run(Severity.CRITICAL, "unsent.example", TEN.plusSeconds(120));

        assertThat(failed.sent()).isEmpty();
        assertThat(failed.unsent())
                .singleElement()
                .satisfies(unsent -> assertThat(unsent.reason()).isEqualTo(RecordingNotifier.REFUSED));
        assertThat(next.sent()).extracting(AlertNotice::id).containsExactly("unsent.example:443#1#chain");
        assertThat(later.sent()).isEmpty();
    }

    @Test
    void aRunWithoutFindingsSendsTheNoticesOfTheRunBefore() {
        notifier.refuseAll(true);
        run(Severity.CRITICAL, "recovered.example", TEN);
        notifier.refuseAll(false);

        run(Severity.OK, "recovered.example", TEN.plusSeconds(60));
        run(Severity.OK, "recovered.example", TEN.plusSeconds(120));

        assertThat(notifier.notices()).extracting(AlertNotice::change).containsExactly(Change.OPENED, Change.RESOLVED);
    }

    @Test
    void aNoticeOfAKilledInvocationIsSentWhenItsLeaseHasEnded() {
        Notifier death = messages -> {
            throw new StackOverflowError("the process dies here");
        };
        assertThatThrownBy(() -> service(death).handle("eu", TEN, List.of(chain("died.example", Severity.CRITICAL))))
                .isInstanceOf(StackOverflowError.class);

        clock.set(TEN.plusSeconds(59));
        assertThat(run(Severity.CRITICAL, "died.example", TEN.plusSeconds(59)).sent())
                .isEmpty();
        clock.set(TEN.plusSeconds(61));
        assertThat(run(Severity.CRITICAL, "died.example", TEN.plusSeconds(61)).sent())
                .hasSize(1);
        assertThat(run(Severity.CRITICAL, "died.example", TEN.plusSeconds(62)).sent())
                .isEmpty();
    }

    @Test
    void aNewerNoticeWaitsForAnOlderOneThatAnotherInvocationSends() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Notifier slow = messages -> {
            if (messages.getFirst().first().change() == Change.OPENED) {
                sending.countDown();
                await(goOn);
            }
            return notifier.send(messages);
        };
        try (ExecutorService invocations = Executors.newSingleThreadExecutor()) {
            Future<AlertOutcome> first = invocations.submit(() ->
                    service(slow).handle("eu", TEN, List.of(chain("order.example", Severity.WARNING))));
            await(sending);
            AlertOutcome second = service(notifier)
                    .handle("eu", TEN.plusSeconds(1), List.of(chain("order.example", Severity.CRITICAL)));
            assertThat(second.sent()).isEmpty();
            assertThat(second.undecided()).isEmpty();
            goOn.countDown();

            assertThat(first.get(60, TimeUnit.SECONDS).sent())
                    .extracting(AlertNotice::change)
                    .containsExactly(Change.OPENED, Change.WORSENED);
        }
        assertThat(notifier.notices()).extracting(AlertNotice::change).containsExactly(Change.OPENED, Change.WORSENED);
        assertThat(state("order.example").pending()).isEmpty();
    }

    @Test
    void concurrentInvocationsSendEachNoticeOnceAndInOrder() throws Exception {
        List<Severity> story = List.of(Severity.WARNING, Severity.CRITICAL, Severity.OK, Severity.OK);
        notifier.refuseEveryThirdCall(true);
        for (int round = 0; round < 12; round++) {
            Instant at = TEN.plusSeconds(3_600L * round);
            Severity seen = story.get(round % story.size());
            try (ExecutorService invocations = Executors.newFixedThreadPool(6)) {
                List<Callable<AlertOutcome>> retries = IntStream.range(0, 6)
                        .mapToObj(number -> (Callable<AlertOutcome>)
                                () -> service(notifier).handle("eu", at, List.of(chain("storm.example", seen))))
                        .toList();
                for (Future<AlertOutcome> outcome : invocations.invokeAll(retries)) {
                    assertThat(outcome.get().undecided()).isEmpty();
                }
            }
        }
        notifier.refuseEveryThirdCall(false);
        run(Severity.OK, "storm.example", TEN.plusSeconds(50_000));

        assertThat(notifier.notices()).extracting(AlertNotice::id).doesNotHaveDuplicates();
        assertThat(notifier.notices()).extracting(AlertNotice::at).isSorted().hasSize(9);
    }

    @Test
    void aLeaseOfAnotherInvocationIsNotReleased() {
        AlertStateStore store = new AlertStateStore(dynamoDb.client(), LocalTables.STATE);
        AlertState decided = Decision.on(
                        AlertState.nothingStored("lease.example:443"),
                        Observation.of(chain("lease.example", Severity.CRITICAL), "eu", TEN),
                        new Circumstances(
                                AlertPolicy.DEFAULT, INTERVAL, Map.of(), SilenceLookup.NONE, TEN.plusSeconds(60)))
                .state();
        store.write(decided);
        PendingNotice ours = decided.pending().getFirst();
        PendingNotice theirs = new PendingNotice(ours.notice(), TEN.plusSeconds(200));

        assertThat(store.takeLease(theirs, TEN.plusSeconds(59))).isEmpty();
        assertThat(store.takeLease(theirs, TEN.plusSeconds(60))).isPresent();
        assertThat(store.releaseLease(ours)).isEmpty();

        assertThat(state("lease.example").pending()).containsExactly(theirs);
    }

    @Test
    void anUnreadableStateAffectsItsOwnTargetOnly() {
        dynamoDb.client()
                .putItem(request -> request.tableName(LocalTables.STATE)
                        .item(Map.of(
                                "pk", AttributeValue.fromS("alert#garbage.example:443"),
                                "sk", AttributeValue.fromS("state"))));

        AlertOutcome outcome = service(notifier)
                .handle(
                        "eu",
                        TEN,
                        List.of(
                                chain("garbage.example", Severity.CRITICAL),
                                chain("beside-garbage.example", Severity.CRITICAL)));

        assertThat(outcome.sent()).extracting(AlertNotice::targetId).containsExactly("beside-garbage.example:443");
        assertThat(outcome.undecided()).singleElement().satisfies(undecided -> {
            assertThat(undecided.targetId()).isEqualTo("garbage.example:443");
            assertThat(undecided.reason()).contains("is not an alert state");
        });
    }

    @Test
    void aRefusedNoticeDoesNotHoldUpOthers() {
        Notifier picky = messages -> Stream.concat(
                        messages.stream()
                                .filter(message -> message.first().targetId().startsWith("refused-"))
                                .map(message -> new Notifier.NotSent(message, "not this one", true)),
                        notifier
                                .send(messages.stream()
                                        .filter(message ->
                                                message.first().targetId().startsWith("taken-"))
                                        .toList())
                                .stream())
                .toList();
        List<JudgedProbe> many = IntStream.range(0, 10)
                .mapToObj(
                        number -> chain((number < 9 ? "refused-" : "taken-") + number + ".example", Severity.CRITICAL))
                .toList();

        AlertOutcome outcome = service(picky).handle("eu", TEN, many);

        assertThat(outcome.sent()).extracting(AlertNotice::targetId).containsExactly("taken-9.example:443");
        assertThat(outcome.unsent()).hasSize(9);
        assertThat(service(notifier).handle("eu", TEN.plusSeconds(60), many).sent())
                .hasSize(9);
    }

    @Test
    void everyUnsentNoticeIsInTheOutcome() {
        notifier.refuseAll(true);
        run(Severity.CRITICAL, "named.example", TEN);

        run(Severity.OK, "named.example", TEN.plusSeconds(60));
        AlertOutcome second = run(Severity.OK, "named.example", TEN.plusSeconds(120));

        assertThat(second.unsent())
                .extracting(unsent -> unsent.notice().change())
                .containsExactly(Change.OPENED, Change.RESOLVED);
    }

    @Test
    void twoHundredAndFiftyTargetsAreHandledInOneRun() {
        List<JudgedProbe> many = IntStream.range(0, 250)
                .mapToObj(number ->
                        chain("many-" + number + ".example", number % 2 == 0 ? Severity.OK : Severity.WARNING))
                .toList();

        AlertOutcome outcome = service(notifier).handle("eu", TEN, many);

        assertThat(outcome.sent()).hasSize(125);
        assertThat(service(notifier).handle("eu", TEN.plusSeconds(60), many).sent())
                .isEmpty();
    }

    @Test
    void aDigestIsOneMessageAndEachOfItsNoticesIsMarkedAsSent() {
        List<JudgedProbe> many = IntStream.range(0, 20)
                .mapToObj(number -> chain("storm-" + number + ".example", Severity.CRITICAL))
                .toList();

        notifier.refuseAll(true);
        AlertOutcome refused = service(notifier).handle("eu", TEN, many);
        notifier.refuseAll(false);
        AlertOutcome next = service(notifier).handle("eu", TEN.plusSeconds(60), many);

        assertThat(refused.unsent()).hasSize(20);
        assertThat(next.messages()).isEqualTo(1);
        assertThat(next.sent()).hasSize(20);
        assertThat(service(notifier).handle("eu", TEN.plusSeconds(120), many).sent())
                .isEmpty();
        assertThat(state("storm-3.example").pending()).isEmpty();
    }

    @Test
    void afterTheDeadlineTargetsAreUndecidedUntilTheNextRun() {
        List<JudgedProbe> judged = List.of(chain("late.example", Severity.CRITICAL));

        AlertOutcome outcome = service(notifier).handle("eu", TEN, judged, Deadline.in(Duration.ZERO));

        assertThat(outcome.undecided())
                .containsExactly(new UndecidedTarget("late.example:443", "no time was left in this run"));
        assertThat(service(notifier).handle("eu", TEN.plusSeconds(60), judged).sent())
                .hasSize(1);
    }

    @Test
    void aRunWithoutFindingsReadsOnceForAHundredTargetsAndWritesNothing() {
        List<String> operations = new CopyOnWriteArrayList<>();
        DynamoDbClient counted = InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
            operations.add(operation);
            return call.answer();
        });
        List<JudgedProbe> healthy = IntStream.range(0, 300)
                .mapToObj(number -> Probes.healthy("counted-" + number + ".example"))
                .toList();

        AlertOutcome outcome = AlertServices.of(
                        counted, LocalTables.STATE, notifier, clock, Optional.of(AlertServices.measurements(counted)))
                .handle("eu", TEN, healthy);

        assertThat(outcome.undecided()).isEmpty();
        assertThat(operations).containsExactly("batchGetItem", "batchGetItem", "batchGetItem");
    }

    @Test
    void aRunWithManyNoticesReadsTheSilencesOnce() {
        List<String> operations = new CopyOnWriteArrayList<>();
        DynamoDbClient counted = InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
            operations.add(operation);
            return call.answer();
        });
        List<JudgedProbe> broken = IntStream.range(0, 5)
                .mapToObj(number -> chain("counted-notice-" + number + ".example", Severity.CRITICAL))
                .toList();

        AlertOutcome outcome = AlertServices.of(counted, notifier, clock).handle("eu", TEN, broken);

        assertThat(outcome.sent()).hasSize(5);
        assertThat(operations).containsOnlyOnce("query");
    }

    @Test
    void aRunWithoutFindingsWritesNothing() {
        service(notifier).handle("eu", TEN, List.of(chain("healthy.example", Severity.OK)));

        assertThat(state("healthy.example").version()).isZero();
    }

    @Test
    void theWorstOfTwoAddressesOfOneTargetCounts() {
        AlertOutcome outcome = service(notifier)
                .handle(
                        "eu",
                        TEN,
                        List.of(
                                chain("two.example", Severity.OK),
                                chain("two.example", Severity.CRITICAL),
                                chain("two.example", Severity.WARNING)));

        assertThat(outcome.sent())
                .singleElement()
                .satisfies(notice -> assertThat(notice.severity()).isEqualTo(Severity.CRITICAL));
    }

    @Test
    void withoutTheTableEveryTargetIsUndecidedAndNothingIsSent() {
        AlertService nowhere = AlertServices.of(dynamoDb.client(), "no-such-table", notifier, clock, Optional.empty());

        AlertOutcome outcome = nowhere.handle(
                "eu", TEN, List.of(chain("a.example", Severity.CRITICAL), chain("b.example", Severity.OK)));

        assertThat(notifier.notices()).isEmpty();
        assertThat(outcome.undecided())
                .extracting(UndecidedTarget::targetId)
                .containsExactly("a.example:443", "b.example:443");
        assertThat(outcome.undecided().getFirst().reason()).startsWith("the table no-such-table does not exist");
    }

    @Test
    void anUnreachableServiceIsCalledOnce() {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            List<JudgedProbe> many = IntStream.range(0, 300)
                    .mapToObj(number -> chain("u-" + number + ".example", Severity.CRITICAL))
                    .toList();

            List<String> operations = new CopyOnWriteArrayList<>();
            DynamoDbClient counted = InterceptedDynamoDb.of(nobody, (operation, call) -> {
                operations.add(operation);
                return call.answer();
            });

            AlertOutcome outcome = AlertServices.of(counted, "any", notifier, clock, Optional.empty())
                    .handle("eu", TEN, many);

            assertThat(operations).hasSize(1);
            assertThat(outcome.undecided()).hasSize(300);
            assertThat(outcome.undecided().getFirst().reason()).contains("could not be reached");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private AlertOutcome run(Severity severity, String host, Instant at) {
        return service(notifier).handle("eu", at, List.of(chain(host, severity)));
    }

    private AlertService service(Notifier notifier) {
        return AlertServices.of(dynamoDb.client(), notifier, clock);
    }

    private static AlertState state(String host) {
        return new AlertStateStore(dynamoDb.client(), LocalTables.STATE).readAgain(host + ":443");
    }
}
