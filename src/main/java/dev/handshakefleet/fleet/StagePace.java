package dev.handshakefleet.fleet;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures the pace of one stage of a run by the time that its places are in use (Little's law): with all places in use, a stage
 * handles {@code places / time of a target in its place} targets a second. So the pace of a stage that had little to do is known too.
 * Thread-safe.
 */
final class StagePace {

    private static final double NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();

    private final int places;
    private final LongAdder targets = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** @param places how many parts of the work the stage does at once; 1 or more */
    StagePace(int places) {
        this.places = places;
    }

    /**
     * Adds work that ended.
     *
     * @param handled its targets
     * @param startNanos when it took its place, by {@link System#nanoTime}
     */
    void ended(int handled, long startNanos) {
        targets.add(handled);
        nanos.add(Math.max(1, System.nanoTime() - startNanos));
    }

    /** @return targets a second; 0 where none was handled */
    double perSecond() {
        long handled = targets.sum();
        return handled == 0 ? 0 : places * handled * NANOS_A_SECOND / nanos.sum();
    }
}
