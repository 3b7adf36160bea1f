package dev.handshakefleet.report;

import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.fleet.SilenceList;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A silence. It has those of {@code target}, {@code tag} and {@code check} that were given; all of them must match.
 *
 * @param state {@code active} or {@code coming}
 * @param suppressed how many notices it suppressed
 */
@RegisterForReflection
public record SilenceDocument(
        String id,
        String state,
        Optional<String> target,
        Optional<String> tag,
        Optional<String> check,
        Instant start,
        Instant end,
        String reason,
        Optional<String> by,
        Instant createdAt,
        long suppressed) {

    /** Active and coming silences, the newest first. */
    @RegisterForReflection
    public record ListDocument(List<SilenceDocument> silences) {}

    /** The result of ending a silence: whether one with this id existed. */
    @RegisterForReflection
    public record EndDocument(String id, boolean ended) {}

    /** The document of a new silence. */
    public static SilenceDocument of(Silence silence) {
        return of(silence, silence.createdAt());
    }

    /** The document of a list. */
    public static ListDocument of(SilenceList list) {
        return new ListDocument(
                list.silences().stream().map(silence -> of(silence, list.at())).toList());
    }

    private static SilenceDocument of(Silence silence, Instant at) {
        return new SilenceDocument(
                silence.id(),
                SilenceView.state(silence, at),
                silence.matcher().target(),
                silence.matcher().tag(),
                silence.matcher().check(),
                silence.start(),
                silence.end(),
                silence.reason(),
                silence.by(),
                silence.createdAt(),
                silence.suppressed());
    }
}
