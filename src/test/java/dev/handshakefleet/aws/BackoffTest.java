package dev.handshakefleet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final List<Duration> waits = new ArrayList<>();
    private final Backoff backoff = new Backoff(new Random(7), waits::add);

    @Test
    void eachRetryWaitsARandomTimeUpToADoubledLimit() {
        Backoff.Patience patience = backoff.patience(Duration.ofDays(1));
        for (int retry = 0; retry < 20; retry++) {
            assertThat(patience.beforeRetry(retry)).isTrue();
            assertThat(waits.getLast())
                    .isLessThanOrEqualTo(Duration.ofMillis(Math.min(2_000, 50L << Math.min(retry, 10))));
        }
        assertThat(waits).doesNotHaveDuplicates();
    }

    @Test
    void allWaitsOfACallStayWithinItsLimit() {
        Backoff.Patience patience = backoff.patience(Duration.ofSeconds(10));
        int retries = 0;
        while (retries < 1_000 && patience.beforeRetry(8)) {
            retries++;
        }

        assertThat(retries).isBetween(5, 999);
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void interruptedWaitEndsTheCallAndKeepsTheInterrupt() {
        Backoff.Patience patience = new Backoff(new Random(7), wait -> {
                    throw new InterruptedException();
                })
                .patience(Duration.ofSeconds(1));

        assertThat(patience.beforeRetry(0)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
