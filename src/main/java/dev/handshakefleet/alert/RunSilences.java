package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.SilenceLookup;
import dev.handshakefleet.alert.decide.SuppressedNotice;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The silences of one run: read when somebody would be told something for the first time, and not at all in a run in which
 * nobody is. Where they cannot be read people are told, because a message too many is better than an outage that nobody heard
 * of. Used by one thread.
 */
final class RunSilences {

    private final SilenceStore book;
    private final Instant now;
    private final AlertRun run;
    private final Map<String, Long> suppressed = new HashMap<>();
    private Optional<List<Silence>> active = Optional.empty();

    /**
     * @param now wall clock: a silence is kept by it, not by the schedule
     * @param run told where the silences cannot be read
     */
    RunSilences(SilenceStore book, Instant now, AlertRun run) {
        this.book = book;
        this.now = now;
        this.run = run;
    }

    /** The silences that are on. */
    SilenceLookup quiet() {
        List<Silence> silences = active.orElseGet(this::read);
        active = Optional.of(silences);
        return (targetId, tags, check) -> silences.stream()
                .filter(silence -> silence.matches(targetId, tags, check.name()))
                .map(Silence::id)
                .findFirst();
    }

    void suppressed(List<SuppressedNotice> muted) {
        muted.forEach(notice -> suppressed.merge(notice.silence(), 1L, Long::sum));
    }

    /** Writes down how many notices each silence held back: a write for each that did. */
    void count() {
        suppressed.forEach(book::countSuppressed);
    }

    private List<Silence> read() {
        try {
            return book.current(now).stream()
                    .filter(silence -> silence.isActive(now))
                    .toList();
        } catch (SdkException fault) {
            run.problem("The silences could not be read, so nothing was held back: " + book.sentence(fault));
            return List.of();
        }
    }
}
