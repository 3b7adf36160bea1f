package dev.handshakefleet.fleet;

import java.time.Duration;
import java.util.Objects;

/**
 * A part of a scheduled run that was divided. The whole run is recorded, and the regions are looked at, where it is divided.
 *
 * @param number 1 to {@code of}
 * @param of how many parts the run was divided into
 * @param over the time over which the starts of its probes are spread evenly, if there is time
 */
public record RunPart(int number, int of, Duration over) {

    public RunPart {
        Objects.requireNonNull(over, "over");
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("part " + number + " of " + of);
        }
    }
}
