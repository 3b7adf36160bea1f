package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.alert.silence.SilenceRequest;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.SettableClock;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Silences set, listed and ended by the command and by events. */
class AlertControlIT {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final SettableClock clock = new SettableClock(TEN);

    @Test
    void usedIdIsSkippedAndSilencesAreIndependent() throws Exception {
        AlertControl control = control(new SilenceStore(dynamoDb.client(), LocalTables.STATE), 10, 10, 11);

        Silence first = control.silence(hour());
        clock.set(TEN.plusSeconds(1));
        Silence second = control.silence(hour());
        clock.set(TEN.plusSeconds(60));

        assertThat(first.id()).isEqualTo("0000000a");
        assertThat(second.id()).isEqualTo("0000000b");
        assertThat(control.silences()).isEqualTo(new SilenceList(TEN.plusSeconds(60), List.of(second, first)));
        assertThat(control.endSilence("0000000a")).isTrue();
        clock.set(TEN.plusSeconds(61));
        assertThat(control.endSilence("0000000a")).isFalse();
        assertThat(control.silences().silences()).containsExactly(second);
        clock.set(TEN.plusSeconds(3601));
        assertThat(control.silences().silences()).isEmpty();
    }

    @Test
    void unresponsiveTableIsReported() {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            AlertControl control = control(new SilenceStore(nobody, "any"), 1, 2, 3);

            assertThatThrownBy(() -> control.silence(hour()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith("The silence was not set: the service could not be reached");
            assertThatThrownBy(control::silences)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith("Silences cannot be read: the service could not be reached");
            assertThatThrownBy(() -> control.endSilence("0000000a"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith("The silence was not ended: the service could not be reached");
        }
    }

    private static SilenceRequest hour() {
        return new SilenceRequest(
                new SilenceMatcher(Optional.of("*"), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(1)),
                "r",
                Optional.empty());
    }

    private AlertControl control(SilenceStore book, long... ids) {
        Iterator<Long> next = LongStream.of(ids).iterator();
        RandomGenerator random = () -> next.next() << 32;
        return new AlertControl(
                Optional.of(book),
                Optional.empty(),
                Optional.empty(),
                new TargetReader(TargetDefaults.BUILT_IN),
                new ScheduledTargets(Optional.empty(), List.of()),
                clock,
                random);
    }
}
