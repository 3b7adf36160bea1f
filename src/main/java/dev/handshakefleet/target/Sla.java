package dev.handshakefleet.target;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The limits held against the phases of one probe. A phase without a limit is never a breach.
 *
 * @param limits by phase; unmodifiable, in the order of the phases
 */
public record Sla(Map<Phase, SlaLimit> limits) {

    public Sla {
        Map<Phase, SlaLimit> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(limits);
        limits = Collections.unmodifiableMap(ordered);
    }

    /** @return a limit on the handshake alone, critical at twice the duration */
    public static Sla ofTls(Duration warning) {
        return new Sla(Map.of(Phase.TLS, SlaLimit.of(warning)));
    }
}
