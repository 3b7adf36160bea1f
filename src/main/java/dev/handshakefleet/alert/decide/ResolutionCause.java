package dev.handshakefleet.alert.decide;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.base.Fingerprint;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import java.time.Duration;
import java.util.Optional;

/** Says in one sentence what resolved an alert. Pure. */
final class ResolutionCause {

    private ResolutionCause() {}

    static Optional<String> of(Check check, Observation run, Rollout rollout) {
        return switch (check.family()) {
            case CERTIFICATE, CHAIN, REVOCATION -> newest(run, rollout).map(ResolutionCause::served);
            case SLA ->
                Phase.ofLabel(check.part())
                        .flatMap(phase -> took(run, phase))
                        .map(took -> "%s is back to %s.".formatted(check.part(), DurationText.millis(took)));
            case AVAILABILITY ->
                took(run, Phase.TLS).map(took -> "The handshake succeeds again, in " + DurationText.millis(took) + ".");
            case OBJECTIVE, PROTOCOL, REGION -> Optional.empty();
        };
    }

    private static Optional<ServedLeaf> newest(Observation run, Rollout rollout) {
        return rollout.newest().or(() -> run.leaves().values().stream().findFirst());
    }

    private static String served(ServedLeaf leaf) {
        return "The certificate served now has SHA-256 %s and expires %s."
                .formatted(Fingerprint.shortened(leaf.sha256()), leaf.notAfter());
    }

    private static Optional<Duration> took(Observation run, Phase phase) {
        return Optional.ofNullable(run.phases().get(phase));
    }
}
