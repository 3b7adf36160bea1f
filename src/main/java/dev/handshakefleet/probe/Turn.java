package dev.handshakefleet.probe;

import dev.handshakefleet.base.Deadline;
import java.time.Duration;

/**
 * The turn of one target: its time, and its place among all probes, which it gives up while it waits for an address that others are
 * probing. Used by one thread.
 */
public interface Turn {

    /** @return when its probe ends at the latest; a wait moves it */
    Deadline deadline();

    /**
     * Gives up the place, to wait.
     *
     * @return the longest wait; zero or less for none
     */
    Duration pause();

    /**
     * Takes a place again after a wait.
     *
     * @return whether there was one in time; without it the probe does not go on
     */
    boolean resume();

    /** A turn without a place among other probes; its waits count against its deadline. */
    static Turn until(Deadline deadline) {
        return new Turn() {
            @Override
            public Deadline deadline() {
                return deadline;
            }

            @Override
            public Duration pause() {
                return deadline.remaining();
            }

            @Override
            public boolean resume() {
                return !deadline.hasPassed();
            }
        };
    }
}
