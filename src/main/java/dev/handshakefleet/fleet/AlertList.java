package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.ListedAlert;
import java.time.Instant;
import java.util.List;

/**
 * The unresolved alerts.
 *
 * @param at when they were read
 * @param targets the number of targets that were read
 * @param alerts the worst first
 * @param problems the parts that could not be read, in plain sentences
 */
public record AlertList(Instant at, int targets, List<ListedAlert> alerts, List<String> problems) {

    public AlertList {
        alerts = List.copyOf(alerts);
        problems = List.copyOf(problems);
    }
}
