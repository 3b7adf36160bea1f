package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends a message whenever the worst severity of a target changes. It is the comparison without alerts by check. */
final class WorstSeverityAlerts {

    /** A message. */
    record Message(Severity severity, Instant at) {}

    private final Map<String, Severity> last = new HashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private Severity current = Severity.OK;

    void record(Observation run) {
        last.put(run.region(), run.worst());
        Severity worst = last.values().stream().reduce(Severity.OK, Severity::worseOf);
        if (worst != current) {
            current = worst;
            messages.add(new Message(worst, run.at()));
        }
    }

    List<Message> messages() {
        return messages;
    }
}
