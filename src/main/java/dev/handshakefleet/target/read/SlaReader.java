package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.SlaObjective;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the limits and objectives of a target: {@code {tls: PT0.3S, total: {warning: PT1S, critical: PT3S}, objectives:
 * […]}}.
 */
final class SlaReader {

    private static final String OBJECTIVES = "objectives";
    private static final String ACCEPTED_PHASE = "a phase: " + String.join(", ", Phase.labels());

    private SlaReader() {}

    /** @param defaults the limits and objectives that apply where none are named */
    static Sla read(Object value, Sla defaults) {
        Map<Phase, SlaLimit> limits = new EnumMap<>(Phase.class);
        limits.putAll(defaults.limits());
        List<SlaObjective> objectives = defaults.objectives();
        for (Map.Entry<?, ?> entry : Fields.object("sla", value).entrySet()) {
            if (OBJECTIVES.equals(entry.getKey())) {
                objectives = SlaObjectiveReader.readAll(entry.getValue());
            } else {
                Phase phase = phase("sla", entry.getKey(), ACCEPTED_PHASE + "; or " + OBJECTIVES);
                limits.put(phase, limit("sla." + phase.label(), entry.getValue()));
            }
        }
        return new Sla(limits, objectives);
    }

    static Phase phase(String field, Object label) {
        return phase(field, label, ACCEPTED_PHASE);
    }

    /** A duration, with twice of it as the critical limit, or {@code {warning, critical}}. */
    static SlaLimit limit(String field, Object value) {
        if (value instanceof Map<?, ?> fields) {
            Fields.refuseUnknown(field, fields, Set.of("warning", "critical"));
            Duration warning = duration(field + ".warning", fields.get("warning"));
            return fields.get("critical") == null
                    ? SlaLimit.of(warning)
                    : new SlaLimit(warning, duration(field + ".critical", fields.get("critical")));
        }
        return SlaLimit.of(duration(field, value));
    }

    private static Phase phase(String field, Object label, String accepted) {
        return Phase.ofLabel(String.valueOf(label)).orElseThrow(() -> new BadInputException(field, label, accepted));
    }

    private static Duration duration(String field, Object value) {
        return Fields.text(field, value)
                .map(written -> Durations.positive(field, written))
                .orElseThrow(() -> new BadInputException(field, null, "an ISO-8601 duration, such as PT0.5S"));
    }
}
