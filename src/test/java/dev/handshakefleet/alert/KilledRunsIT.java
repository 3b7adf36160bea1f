package dev.handshakefleet.alert;

import static dev.handshakefleet.alert.AlertServices.INTERVAL;
import static dev.handshakefleet.alert.AlertServices.TEN;
import static dev.handshakefleet.alert.AlertServices.chain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.InterceptedDynamoDb;
import dev.handshakefleet.support.RecordingNotifier;
import dev.handshakefleet.support.SettableClock;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A run is killed before or after each of its calls to the table and to the topic, a different call in each test, and later runs
 * continue. No notice is lost. A notice is sent twice only where the run was killed after SNS accepted it and before it was
 * marked as sent.
 */
class KilledRunsIT {

    /** The alert opens in the second run and is resolved in the fifth. The runs after them replace a killed one. */
    private static final List<Severity> SEEN = List.of(
            Severity.OK, Severity.CRITICAL, Severity.CRITICAL, Severity.OK, Severity.OK, Severity.OK, Severity.OK);

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "11, 7"})
    void noNoticeIsLostWhereverARunIsKilled(int targets, int step) {
        int calls = new Scenario("whole-" + targets, targets, Integer.MAX_VALUE, true).play().calls;
        assertThat(calls).isGreaterThan(10);
        Map<String, Integer> doubled = new TreeMap<>();
        for (int call = 0; call < calls; call += step) {
            for (boolean before : new boolean[] {true, false}) {
                Scenario killed =
                        new Scenario("t%d-%d-%s".formatted(targets, call, before), targets, call, before).play();
                assertThat(killed.wasKilled)
                        .as("killed %s call %d, %s", before ? "before" : "after", call, killed.killedAt)
                        .isTrue();
                killed.assertThatNothingIsLost();
                if (killed.hasDoubles()) {
                    doubled.merge(killed.killedAt, 1, Integer::sum);
                }
            }
        }

        // SNS has accepted the notice, and the mark was not written yet.
        assertThat(doubled.keySet()).isSubsetOf("after send", "before updateItem", "after updateItem");
        assertThat(doubled).isNotEmpty();
    }

    @Test
    void aNoticeThatWasMarkedIsNotSentTwice() {
        int calls = new Scenario("once-whole", 1, Integer.MAX_VALUE, true).play().calls;
        for (int call = 0; call < calls; call++) {
            Scenario killed = new Scenario("once-" + call, 1, call, false).play();
            if (!killed.killedAt.equals("after send")) {
                assertThat(killed.hasDoubles())
                        .as("killed %s %d", killed.killedAt, call)
                        .isFalse();
            }
        }
    }

    /** Stands for the end of the process. It is an Error, so that no handler of exceptions catches it. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** Seven runs over some targets. One of the runs is killed at one of its calls. */
    private static final class Scenario {

        private final String name;
        private final int targets;
        private final int killedCall;
        private final boolean before;
        private final SettableClock clock = new SettableClock(TEN);
        private final RecordingNotifier sns = new RecordingNotifier();
        private int calls;
        private boolean wasKilled;
        private String killedAt = "";

        Scenario(String name, int targets, int killedCall, boolean before) {
            this.name = name;
            this.targets = targets;
            this.killedCall = killedCall;
            this.before = before;
        }

        Scenario play() {
            for (int run = 0; run < SEEN.size(); run++) {
                Instant at = TEN.plus(INTERVAL.multipliedBy(run));
                clock.set(at);
                Severity seen = SEEN.get(run);
                List<JudgedProbe> probes = IntStream.range(0, targets)
                        .mapToObj(number -> chain(name + "-" + number + ".example", seen))
                        .toList();
                try {
                    service().handle("eu", at, probes);
                } catch (Killed theProcessIsGone) {
                    wasKilled = true;
                }
            }
            return this;
        }

        void assertThatNothingIsLost() {
            Map<String, List<Change>> byTarget = sns.notices().stream()
                    .collect(Collectors.groupingBy(
                            AlertNotice::targetId,
                            TreeMap::new,
                            Collectors.mapping(AlertNotice::change, Collectors.toList())));
            assertThat(byTarget).as("killed %s, call %d", killedAt, killedCall).hasSize(targets);
            assertThat(byTarget.values())
                    .as("killed %s, call %d", killedAt, killedCall)
                    .allSatisfy(changes ->
                            assertThat(changes.stream().distinct()).containsExactly(Change.OPENED, Change.RESOLVED));
            // A notice that is sent twice has the same id both times.
            assertThat(sns.notices().stream().map(AlertNotice::id).distinct()).hasSize(2 * targets);
        }

        boolean hasDoubles() {
            return sns.notices().size() > 2 * targets;
        }

        private AlertService service() {
            DynamoDbClient client = InterceptedDynamoDb.of(dynamoDb.client(), this::around);
            Notifier notifier = messages -> {
                try {
                    around("send", () -> sns.send(messages));
                    return List.of();
                } catch (RuntimeException | Error thrown) {
                    throw thrown;
                } catch (Throwable impossible) {
                    throw new IllegalStateException(impossible);
                }
            };
            return AlertServices.of(client, notifier, clock);
        }

        private Object around(String what, InterceptedDynamoDb.Call call) throws Throwable {
            int number = calls++;
            kill(number, true, what);
            Object answer = call.answer();
            kill(number, false, what);
            return answer;
        }

        private void kill(int number, boolean isBefore, String what) {
            if (number == killedCall && isBefore == before) {
                killedAt = (isBefore ? "before " : "after ") + what;
                throw new Killed();
            }
        }
    }
}
