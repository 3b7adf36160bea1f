package dev.handshakefleet.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A thread that is kept from running is seen by how late it wakes. */
class HiccupMeterTest {

    private static final Duration KEPT = Duration.ofMillis(200);

    @Test
    void overlongSleepIsAStall() {
        AtomicInteger sleeps = new AtomicInteger();
        try (HiccupMeter meter =
                new HiccupMeter(nanos -> sleep(sleeps.incrementAndGet() == 5 ? KEPT.toNanos() : nanos))) {
            HiccupMeter.Reading reading = meter.begin();
            Deadline patience = Deadline.in(Duration.ofSeconds(60));
            while (sleeps.get() < 8 && !patience.hasPassed()) {
                Thread.onSpinWait();
            }
            reading.end();

            assertThat(reading.stalled()).isGreaterThan(KEPT.dividedBy(2));
        }
    }

    @Test
    void stallInProgressIsCounted() {
        AtomicInteger sleeps = new AtomicInteger();
        CountDownLatch read = new CountDownLatch(1);
        try (HiccupMeter meter = new HiccupMeter(nanos -> {
            if (sleeps.incrementAndGet() == 2) {
                awaitOver(read);
            } else {
                sleep(nanos);
            }
        })) {
            HiccupMeter.Reading reading = meter.begin();
            Deadline patience = Deadline.in(Duration.ofSeconds(60));
            while (reading.stalled().compareTo(KEPT) < 0 && !patience.hasPassed()) {
                Thread.onSpinWait();
            }

            assertThat(reading.stalled()).isGreaterThanOrEqualTo(KEPT);
        } finally {
            read.countDown();
        }
    }

    private static void awaitOver(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
