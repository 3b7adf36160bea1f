package dev.handshakefleet.alert;

import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Objects;

/**
 * The last that a region said of a target.
 *
 * @param severity the worst severity that it saw
 * @param at the scheduled instant of the run that it saw it in
 */
public record RegionWord(Severity severity, Instant at) {

    public RegionWord {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(at, "at");
    }
}
