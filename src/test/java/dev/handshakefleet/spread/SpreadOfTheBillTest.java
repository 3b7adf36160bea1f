package dev.handshakefleet.spread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.CatalogVersion;
import dev.handshakefleet.cost.ShardPlan;
import dev.handshakefleet.cost.TemplateFacts;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.spread.SpreadPlan.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./fleet cost} and {@code ./fleet simulate} divide a run as the function does. */
class SpreadOfTheBillTest {

    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration TIME = Fleet.timeForProbing(Deadline.in(TemplateFacts.TIMEOUT.minusSeconds(5)));

    @ParameterizedTest
    @CsvSource({
        "2000, 20, PT5M",
        "2000, 20, PT1M",
        "100000, 50, PT1M",
        "100000, 23.02158, PT1M",
        "100000, 1, PT1M",
        "3000, 20, PT1H",
        "1, 20, PT1M"
    })
    void shardsAreThoseOfTheFunction(int targets, double pace, Duration interval) {
        List<Planned> planned = SpreadPlan.divide(
                new CatalogVersion(1, targets, 1, AT, Optional.empty()), AT, interval, new Pace(pace, true), TIME);

        ShardPlan plan = ShardPlan.of(targets, pace, interval);

        assertThat(plan.shards()).isEqualTo(planned.size());
        for (int index = 0; index < planned.size(); index++) {
            assertThat(plan.delay(index)).isEqualTo(planned.get(index).delay());
        }
        assertThat(plan.slot()).isCloseTo(planned.getFirst().shard().over(), Duration.ofMillis(1));
    }

    @ParameterizedTest
    @CsvSource({"-2, true", "2, false"})
    void runIsDividedAboveTheSameTime(int seconds, boolean fits) {
        int targets = (int) ShardPlan.LONGEST_INLINE.plusSeconds(seconds).toSeconds() * 100;

        assertThat(SpreadPlan.fits(targets, new Pace(100, true), TIME)).isEqualTo(fits);
    }
}
