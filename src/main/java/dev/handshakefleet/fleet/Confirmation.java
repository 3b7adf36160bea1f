package dev.handshakefleet.fleet;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.SlaLimit;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Decides when a second attempt is made before a result counts: after every failure that another attempt may cure, and
 * after every breach of a limit that our own work may have caused. Pure.
 */
final class Confirmation {

    /** A breach counts at once if our own part of the phase is at most this share of the limit. */
    private static final int OWN_PART_IN_LIMIT = 10;

    private Confirmation() {}

    static boolean isNeeded(ProbeResult result) {
        return result.failure().map(Confirmation::mayBeTransient).orElse(false) || hasDistortedBreach(result);
    }

    /** The policy would refuse the address again. */
    private static boolean mayBeTransient(Failure failure) {
        return failure.kind() != Failure.Kind.ADDRESS_REFUSED_BY_POLICY;
    }

    private static boolean hasDistortedBreach(ProbeResult result) {
        return limits(result.target().sla())
                .filter(limit -> isBreached(result, limit))
                .anyMatch(limit -> isDistorted(result, limit.getKey(), limit.getValue()));
    }

    /** Those of each probe, and those of the percentiles that it counts for. */
    private static Stream<Map.Entry<Phase, SlaLimit>> limits(Sla sla) {
        return Stream.concat(
                sla.limits().entrySet().stream(),
                sla.objectives().stream()
                        .flatMap(objective -> objective instanceof PercentileObjective percentile
                                ? Stream.of(Map.entry(percentile.phase(), percentile.limit()))
                                : Stream.empty()));
    }

    private static boolean isBreached(ProbeResult result, Map.Entry<Phase, SlaLimit> limit) {
        Duration took = result.phases().getOrDefault(limit.getKey(), Duration.ZERO);
        return took.compareTo(limit.getValue().warning()) > 0;
    }

    private static boolean isDistorted(ProbeResult result, Phase phase, SlaLimit limit) {
        Duration computing = phase == Phase.TLS || phase == Phase.TOTAL
                ? result.tls().map(TlsFacts::local).orElse(Duration.ZERO)
                : Duration.ZERO;
        Duration ownPart = result.quality().stalled().plus(computing);
        return result.quality().cold()
                || ownPart.multipliedBy(OWN_PART_IN_LIMIT).compareTo(limit.warning()) > 0;
    }
}
