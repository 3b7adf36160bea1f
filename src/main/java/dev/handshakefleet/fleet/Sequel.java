package dev.handshakefleet.fleet;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Duration;
import java.util.List;

/** What follows the probe of each target of a run. Thread-safe. */
interface Sequel {

    /** @return when the last probe has to be over, by what is known now; it may be another instant later */
    Deadline probingEnds();

    /**
     * Takes room for the results of one more target, so that what is under way is bounded.
     *
     * @param longest how long to wait for it
     * @return whether there was room
     */
    boolean takeRoom(Duration longest);

    /**
     * Takes the results of a target that had taken room. Does not block.
     *
     * @param probed one an address; none if it was not probed
     */
    void ended(List<JudgedProbe> probed);

    /** Nothing follows. */
    static Sequel none(Deadline probingEnds) {
        return new Sequel() {
            @Override
            public Deadline probingEnds() {
                return probingEnds;
            }

            @Override
            public boolean takeRoom(Duration longest) {
                return true;
            }

            @Override
            public void ended(List<JudgedProbe> probed) {
                // The results are in the outcome of the round.
            }
        };
    }
}
