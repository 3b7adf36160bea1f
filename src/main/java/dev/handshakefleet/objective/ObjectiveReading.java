package dev.handshakefleet.objective;

import dev.handshakefleet.verdict.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a target's objectives say in one run, by the name of their checks, such as {@code objective.p95-tls}. A check that is
 * neither decided nor undecided had nothing to look at: it is well.
 *
 * @param decided the finding; empty where the objective is kept
 * @param undecided looked at without a result: neither well nor bad, so an open alert stays as it is
 * @param problems plain sentences: why something is undecided
 */
public record ObjectiveReading(Map<String, Optional<Finding>> decided, Set<String> undecided, List<String> problems) {

    static final ObjectiveReading NOTHING = new ObjectiveReading(Map.of(), Set.of(), List.of());

    public ObjectiveReading {
        decided = Map.copyOf(decided);
        undecided = Set.copyOf(undecided);
        problems = List.copyOf(problems);
    }
}
