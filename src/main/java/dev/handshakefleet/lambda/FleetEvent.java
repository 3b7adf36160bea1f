package dev.handshakefleet.lambda;

import dev.handshakefleet.alert.AcknowledgeRequest;
import dev.handshakefleet.alert.silence.SilenceRequest;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.history.HistoryRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The action that an event asks for. */
sealed interface FleetEvent {

    /** {@code {"action":"probe"}}: the catalog, or the targets named. */
    record Probe(ProbeRequest request) implements FleetEvent {}

    /** {@code {"action":"history"}}: reads back one target. */
    record History(HistoryRequest request) implements FleetEvent {}

    /** {@code {"action":"rollup"}}: makes the rollups that are due. */
    record RollUp(Optional<Instant> since) implements FleetEvent {}

    /** {@code {"action":"alerts"}}: lists unresolved alerts, of all targets or of one. */
    record ListAlerts(Optional<String> target) implements FleetEvent {}

    /** {@code {"action":"acknowledge"}}: acknowledges the open alerts of a target. */
    record Acknowledge(AcknowledgeRequest request) implements FleetEvent {}

    /** {@code {"action":"silence"}}: sets a silence. */
    record SetSilence(SilenceRequest request) implements FleetEvent {}

    /** {@code {"action":"unsilence"}}: ends a silence before its time. */
    record EndSilence(String id) implements FleetEvent {}

    /** {@code {"action":"silences"}}: lists silences that have not ended. */
    record ListSilences() implements FleetEvent {}

    /** {@code {"Records":[…]}}: messages that an event source mapping has received from a queue of SQS. */
    record Messages(List<QueueMessage> messages) implements FleetEvent {

        public Messages {
            messages = List.copyOf(messages);
        }
    }
}
