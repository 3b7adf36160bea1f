package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.spool.StoreOrSpool;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.Probes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class RunBatchesTest {

    private static final int CONCURRENCY = 16;
    private static final int MOST_WAITING = 800;

    @Test
    void noProbeBeginsWithoutRoomForItsResults() {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            RunBatches batches = batches(nobody, Deadline.in(Duration.ofMinutes(5)));

            for (int target = 0; target < CONCURRENCY + MOST_WAITING; target++) {
                assertThat(batches.takeRoom(Duration.ZERO)).isTrue();
            }
            assertThat(batches.takeRoom(Duration.ZERO)).isFalse();

            batches.ended(List.of());
            assertThat(batches.takeRoom(Duration.ZERO))
                    .as("a target without a result")
                    .isTrue();
            batches.ended(List.of(Probes.healthy("a.example")));
            batches.end();
            assertThat(batches.takeRoom(Duration.ofMinutes(1)))
                    .as("a batch that ended")
                    .isTrue();
        }
    }

    @Test
    void probingEndsBeforeWhatFollowsItAndAtTheEndWhereNothingFollows() {
        Deadline end = Deadline.in(Duration.ofMinutes(2));
        RunTimes times = RunTimes.until(end);
        RunBatches.Stages none =
                new RunBatches.Stages("eu-west-1", Probes.AT, Optional.empty(), Optional.empty(), Optional.empty());
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            RunBatches batches = batches(nobody, end);
            Duration atFirst =
                    times.decideUntil().remaining().minus(batches.probingEnds().remaining());
            assertThat(atFirst).isBetween(Duration.ofSeconds(11), Duration.ofSeconds(13));

            assertThat(batches.takeRoom(Duration.ZERO)).isTrue();
            batches.ended(List.of(Probes.healthy("a.example")));
            batches.end();
            Duration measured =
                    times.decideUntil().remaining().minus(batches.probingEnds().remaining());
            assertThat(measured).as("nothing is under way").isLessThanOrEqualTo(Duration.ofSeconds(11));
        }
        assertThat(new RunBatches(none, times, List.of(), CONCURRENCY).probingEnds())
                .isSameAs(end);
    }

    private static RunBatches batches(DynamoDbClient client, Deadline end) {
        RunTimes times = RunTimes.until(end);
        MeasurementStore store = new MeasurementStore(client, "any", Duration.ofDays(1)).until(times.decideUntil());
        RunBatches.Stages stages = new RunBatches.Stages(
                "eu-west-1",
                Probes.AT,
                Optional.empty(),
                Optional.of(new StoreOrSpool(store, Optional.empty(), times.sendUntil())),
                Optional.empty());
        return new RunBatches(stages, times, List.of("a.example:443"), CONCURRENCY);
    }
}
