package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.silence.Silence;
import java.time.Instant;
import java.util.List;

/**
 * The silences that have not ended.
 *
 * @param at when they were read
 * @param silences active and coming ones, the newest first
 */
public record SilenceList(Instant at, List<Silence> silences) {

    public SilenceList {
        silences = List.copyOf(silences);
    }
}
