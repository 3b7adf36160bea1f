package dev.handshakefleet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {

    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void resultsAreInTheOrderOfTheItemsAndNoMoreAreDoneAtOnceThanAllowed() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch fourAtOnce = new CountDownLatch(4);

        List<Integer> doubled = new Parallel(4).map(HUNDRED, number -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            fourAtOnce.countDown();
            await(fourAtOnce);
            underWay.decrementAndGet();
            return 2 * number;
        });

        assertThat(most).hasValue(4);
        assertThat(doubled).isEqualTo(HUNDRED.stream().map(number -> 2 * number).toList());
    }

    @Test
    void exceptionIsThrownAsItWasAfterTheOthersHaveEnded() {
        AtomicInteger ended = new AtomicInteger();

        assertThatThrownBy(() -> new Parallel(4).each(HUNDRED, number -> {
                    if (number == 3) {
                        throw new BadInputException("number", number, "another one");
                    }
                    ended.incrementAndGet();
                }))
                .isInstanceOf(BadInputException.class);
        assertThat(ended).hasValue(99);
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean _ = latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
