package dev.handshakefleet.objective;

import dev.handshakefleet.verdict.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a target's objectives in one run, by the name of their checks, such as {@code objective.p95-tls}. A
 * check that is neither decided nor undecided is OK without a look.
 *
 * @param decided the finding; empty where the objective is kept
 * @param undecided the checks without a result; their open alerts stay as they are
 * @param problems plain sentences: why something is undecided
 */
public record ObjectiveResults(Map<String, Optional<Finding>> decided, Set<String> undecided, List<String> problems) {

    static final ObjectiveResults NOTHING = new ObjectiveResults(Map.of(), Set.of(), List.of());

    public ObjectiveResults {
        decided = Map.copyOf(decided);
        undecided = Set.copyOf(undecided);
        problems = List.copyOf(problems);
    }
}
