package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whoever is told whenever a target's worst severity changes, as it was before there were alerts by check. */
final class WorstOfAll {

    /** A message. */
    record Message(Severity severity, Instant at) {}

    private final Map<String, Severity> last = new HashMap<>();
    private final List<Message> told = new ArrayList<>();
    private Severity known = Severity.OK;

    void hear(Observation run) {
        last.put(run.region(), run.worst());
        Severity worst = last.values().stream().reduce(Severity.OK, Severity::worseOf);
        if (worst != known) {
            known = worst;
            told.add(new Message(worst, run.at()));
        }
    }

    List<Message> told() {
        return told;
    }
}
