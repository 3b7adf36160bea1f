package dev.handshakefleet.fleet;

import dev.handshakefleet.base.Deadline;
import java.time.Duration;

/** Spreads the starts of probes evenly over a time. Used by one thread. */
final class PacedStarts {

    private final long startNanos = System.nanoTime();
    private final long gapNanos;
    private int begun;

    /**
     * @param starts how many there are
     * @param over the time for all of them; zero for no wait
     */
    PacedStarts(int starts, Duration over) {
        this.gapNanos = starts == 0 ? 0 : over.toNanos() / starts;
    }

    /**
     * Waits for the instant of the next start.
     *
     * @param latest by when a probe has to start in any case
     */
    void awaitNext(Deadline latest) {
        long nanos = Math.min(
                startNanos + begun * gapNanos - System.nanoTime(),
                latest.remaining().toNanos());
        begun++;
        if (nanos > 0) {
            try {
                Thread.sleep(Duration.ofNanos(nanos));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
