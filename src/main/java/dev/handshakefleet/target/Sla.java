package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The promises of a target: limits for the phases of each probe, and objectives for all probes of a window. A
 * phase without a limit is never a breach.
 *
 * @param limits by phase; unmodifiable, in the order of the phases
 * @param objectives at most {@value #MOST_OBJECTIVES}, no two of the same name; unmodifiable
 */
public record Sla(Map<Phase, SlaLimit> limits, List<SlaObjective> objectives) {

    /** The most objectives of one target: each may be an alert of its own. */
    public static final int MOST_OBJECTIVES = 8;

    public Sla {
        Map<Phase, SlaLimit> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(limits);
        limits = Collections.unmodifiableMap(ordered);
        objectives = List.copyOf(objectives);
        if (objectives.size() > MOST_OBJECTIVES) {
            throw new BadInputException(
                    "sla.objectives", objectives.size() + " objectives", "at most " + MOST_OBJECTIVES);
        }
        Set<String> names = new HashSet<>();
        for (SlaObjective objective : objectives) {
            if (!names.add(objective.name())) {
                throw new BadInputException(
                        "sla.objectives",
                        objective.name() + " twice",
                        "one objective of availability, and one for each percentile and phase");
            }
        }
    }

    /** Limits alone. */
    public Sla(Map<Phase, SlaLimit> limits) {
        this(limits, List.of());
    }

    /** @return a limit on the handshake alone, critical at twice the duration */
    public static Sla ofTls(Duration warning) {
        return new Sla(Map.of(Phase.TLS, SlaLimit.of(warning)));
    }
}
