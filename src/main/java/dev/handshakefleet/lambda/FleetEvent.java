package dev.handshakefleet.lambda;

import dev.handshakefleet.fleet.ProbeRequest;
import java.time.Duration;

/** What an event asks for. */
sealed interface FleetEvent {

    /** {@code {"action":"probe"}}: the catalog, or the targets named. */
    record Probe(ProbeRequest request) implements FleetEvent {}

    /** {@code {"action":"history"}}: reads back one target. */
    record History(String target, Duration window, int limit) implements FleetEvent {}
}
