package dev.handshakefleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.handshakefleet.cost.ShardPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.assertj.core.api.ListAssert;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Queues with a fixed time of service, whose waiting can be computed by hand. The first messages are there after 10 ms. */
class RegionSimulationTest {

    private static final Offset<Double> EXACTLY = within(1e-9);
    private static final double SENT = 0.01;

    @Test
    void oneInvocationAtOnceWorksOneShardAfterTheOther() {
        List<WorkedShard> worked = run(1, 60, allAtOnce(3), service(1, 60, 1, Duration.ZERO), 2.5);

        assertEach(worked, WorkedShard::waited).containsExactly(0.0, 2.5, 5.0);
        assertEach(worked, WorkedShard::age).containsExactly(2.5, 5.0, 7.5);
        assertThat(worked.getFirst().started()).isEqualTo(SENT, EXACTLY);
        assertThat(worked).extracting(WorkedShard::isCold).containsExactly(false, false, false);
    }

    @Test
    void twoInvocationsAtOnceHalveTheWaiting() {
        List<WorkedShard> worked = run(1, 60, allAtOnce(4), service(2, 60, 2, Duration.ZERO), 2);

        assertEach(worked, WorkedShard::waited).containsExactly(0.0, 0.0, 2.0, 2.0);
    }

    @Test
    void mappingGrowsEvenlyWhileMessagesWait() {
        // One more a second, up to three.
        List<WorkedShard> worked = run(1, 60, allAtOnce(5), service(1, 60, 3, Duration.ZERO), 10);

        assertEach(worked, WorkedShard::waited).containsExactly(0.0, 1.0, 2.0, 10.0, 11.0);
    }

    @Test
    void environmentIsNewOnlyWhereNoneIsIdle() {
        List<WorkedShard> worked = run(1, 60, allAtOnce(3), service(2, 60, 2, Duration.ofMillis(500)), 2);

        assertThat(worked).extracting(WorkedShard::isCold).containsExactly(true, true, false);
        assertEach(worked, WorkedShard::billed).containsExactly(2.5, 2.5, 2.0);
        assertEach(worked, WorkedShard::waited).containsExactly(0.0, 0.0, 2.5);
    }

    @Test
    void whatIsNotWorkedInTimeWaitsBeforeTheNextRun() {
        List<WorkedShard> worked = run(2, 5, allAtOnce(2), service(1, 60, 1, Duration.ZERO), 4);

        assertThat(worked).extracting(WorkedShard::interval).containsExactly(0, 0, 1, 1);
        assertEach(worked, WorkedShard::waited).containsExactly(0.0, 4.0, 3.0, 7.0);
    }

    @Test
    void shardsAreDelayedOverTheInterval() {
        ShardPlan plan = new ShardPlan(3, Duration.ZERO, Duration.ofSeconds(60));
        List<WorkedShard> worked = run(1, 60, plan, service(5, 300, 10, Duration.ZERO), 1);

        assertEach(worked, WorkedShard::started).containsExactly(SENT, 20 + SENT, 40 + SENT);
        assertEach(worked, WorkedShard::waited).containsExactly(0.0, 0.0, 0.0);
    }

    @Test
    void receiversAreGivenUpWhileNothingWaits() {
        // Three messages at 0 need two more receivers; at 60 s the mapping has one again.
        List<WorkedShard> worked = run(2, 60, allAtOnce(3), service(1, 60, 3, Duration.ZERO), 10);

        assertEach(worked, WorkedShard::waited).containsExactly(0.0, 1.0, 2.0, 0.0, 1.0, 2.0);
    }

    private static ListAssert<Double> assertEach(List<WorkedShard> worked, ToDoubleFunction<WorkedShard> number) {
        return assertThat(worked.stream().map(number::applyAsDouble).toList())
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : Double.compare(one, other));
    }

    private static ShardPlan allAtOnce(int shards) {
        return new ShardPlan(shards, Duration.ZERO, Duration.ZERO);
    }

    private static Scenario.Service service(int first, int moreAMinute, int most, Duration coldStart) {
        return new Scenario.Service(Duration.ZERO, Duration.ZERO, Duration.ZERO, coldStart, first, moreAMinute, most);
    }

    /** Every shard is one probe of that many seconds. */
    private static List<WorkedShard> run(
            int intervals, double interval, ShardPlan plan, Scenario.Service service, double seconds) {
        double[] probe = new double[1];
        Arrays.fill(probe, seconds);
        return new RegionSimulation(service, intervals, interval, plan, index -> ShardWork.of(probe, 1, 0, 0, 0)).run();
    }
}
