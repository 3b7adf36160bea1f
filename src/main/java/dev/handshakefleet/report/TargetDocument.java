package dev.handshakefleet.report;

import dev.handshakefleet.target.ExpiryDays;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.Target;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A target with every default filled in, in the words that it is written in. */
@RegisterForReflection
public record TargetDocument(
        String host,
        int port,
        String protocol,
        String serverName,
        Map<String, LimitDocument> sla,
        ExpiryDocument expiry,
        Map<String, String> tags) {

    /** Limits of a phase, ISO-8601. */
    @RegisterForReflection
    public record LimitDocument(Duration warning, Duration critical) {}

    /** Fixed days; where absent, the thresholds are a share of the certificate's lifetime. */
    @RegisterForReflection
    public record ExpiryDocument(
            Optional<Integer> warningDays,
            Optional<Integer> criticalDays,
            Optional<Integer> caWarningDays,
            Optional<Integer> caCriticalDays) {}

    /** The document of a target. */
    public static TargetDocument of(Target target) {
        Optional<ExpiryDays> leaf = target.expiry().leaf();
        Optional<ExpiryDays> authorities = target.expiry().authorities();
        return new TargetDocument(
                target.host(),
                target.port(),
                "tls",
                target.expectedName(),
                limits(target.sla().limits()),
                new ExpiryDocument(
                        leaf.map(ExpiryDays::warning),
                        leaf.map(ExpiryDays::critical),
                        authorities.map(ExpiryDays::warning),
                        authorities.map(ExpiryDays::critical)),
                target.tags());
    }

    private static Map<String, LimitDocument> limits(Map<Phase, SlaLimit> limits) {
        Map<String, LimitDocument> documents = new LinkedHashMap<>();
        limits.forEach(
                (phase, limit) -> documents.put(phase.label(), new LimitDocument(limit.warning(), limit.critical())));
        return documents;
    }
}
