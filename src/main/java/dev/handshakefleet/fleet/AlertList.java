package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.ListedAlert;
import java.time.Instant;
import java.util.List;

/**
 * The alerts that are not resolved.
 *
 * @param at when they were read
 * @param targets how many targets were looked at
 * @param alerts the worst first
 * @param problems what could not be read
 */
public record AlertList(Instant at, int targets, List<ListedAlert> alerts, List<String> problems) {

    public AlertList {
        alerts = List.copyOf(alerts);
        problems = List.copyOf(problems);
    }
}
