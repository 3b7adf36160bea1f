package dev.handshakefleet.alert;

import dev.handshakefleet.alert.AlertNotice.Change;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one place that decides whether people are told. Pure.
 *
 * <ul>
 *   <li>A target's severity is the worst of what its regions said last.
 *   <li>A region's word counts until it is {@link #WORD_COUNTS_FOR} older than the newest one: a region that was taken
 *       out of service does not keep an alert open.
 *   <li>An observation older than its region's word is a late or retried event and changes nothing.
 *   <li>People are told when the severity differs from what they were told last.
 *   <li>A healthy target of which nothing is stored costs no write; a word that only repeats itself is stored again
 *       when it is {@link #REPEATED_AFTER} old and says that something is wrong.
 * </ul>
 */
final class Decision {

    /** How long the word of a region counts beside the newest one. */
    static final Duration WORD_COUNTS_FOR = Duration.ofHours(24);

    /** How old a repeated word of trouble may grow in the table. */
    static final Duration REPEATED_AFTER = Duration.ofHours(1);

    /** How many unsent notices of one target are kept; the oldest are dropped, and the next notice says how many. */
    static final int MOST_PENDING = 10;

    private Decision() {}

    /**
     * @param state what is known
     * @param seen what one run saw
     * @param leaseUntil until when the notice that comes of it, if any, is ours to send
     */
    static AlertTransition on(AlertState state, Observation seen, Instant leaseUntil) {
        Optional<RegionWord> before = Optional.ofNullable(state.words().get(seen.region()));
        boolean late = before.filter(word -> word.at().isAfter(seen.at())).isPresent();
        boolean nothingToSay = state.version() == 0 && seen.severity() == Severity.OK;
        if (late || nothingToSay) {
            return AlertTransition.none(state);
        }
        SortedMap<String, RegionWord> words = wordsThatCount(state, seen);
        Severity worst = worst(words);
        if (worst != state.told()) {
            return told(state, seen, words, worst, leaseUntil);
        }
        if (!worthStoring(before, seen)) {
            return AlertTransition.none(state);
        }
        AlertState repeated = new AlertState(
                state.targetId(), state.version() + 1, words, state.told(), state.openedAt(), state.pending());
        return new AlertTransition(repeated, true, Optional.empty());
    }

    private static AlertTransition told(
            AlertState state,
            Observation seen,
            SortedMap<String, RegionWord> words,
            Severity worst,
            Instant leaseUntil) {
        Instant since = state.openedAt().orElse(seen.at());
        int tooMany = Math.max(0, state.pending().size() + 1 - MOST_PENDING);
        int lost = tooMany + lostBefore(state.pending().subList(0, tooMany));
        long version = state.version() + 1;
        AlertNotice notice = new AlertNotice(
                state.targetId() + "#" + version,
                state.targetId(),
                change(state.told(), worst),
                worst,
                state.told(),
                seen.region(),
                severities(words),
                seen.findings(),
                since,
                seen.at(),
                seen.phases(),
                seen.tags(),
                lost);
        List<PendingNotice> pending =
                new ArrayList<>(state.pending().subList(tooMany, state.pending().size()));
        pending.add(new PendingNotice(notice, leaseUntil));
        Optional<Instant> openedAt = worst == Severity.OK ? Optional.empty() : Optional.of(since);
        AlertState next = new AlertState(state.targetId(), version, words, worst, openedAt, pending);
        return new AlertTransition(next, true, Optional.of(notice));
    }

    /** A notice that is dropped may itself have been the one to say that others were. */
    private static int lostBefore(List<PendingNotice> dropped) {
        return dropped.stream().mapToInt(waiting -> waiting.notice().lost()).sum();
    }

    private static Change change(Severity told, Severity now) {
        if (told == Severity.OK) {
            return Change.OPENED;
        }
        if (now == Severity.OK) {
            return Change.RESOLVED;
        }
        return now.compareTo(told) > 0 ? Change.WORSENED : Change.EASED;
    }

    private static SortedMap<String, RegionWord> wordsThatCount(AlertState state, Observation seen) {
        SortedMap<String, RegionWord> words = new TreeMap<>(state.words());
        words.put(seen.region(), new RegionWord(seen.severity(), seen.at()));
        Instant newest = words.values().stream()
                .map(RegionWord::at)
                .max(Instant::compareTo)
                .orElse(seen.at());
        words.values().removeIf(word -> word.at().isBefore(newest.minus(WORD_COUNTS_FOR)));
        return words;
    }

    private static boolean worthStoring(Optional<RegionWord> before, Observation seen) {
        if (before.isEmpty()) {
            return seen.severity() != Severity.OK;
        }
        RegionWord word = before.get();
        boolean old = word.at().plus(REPEATED_AFTER).isBefore(seen.at());
        return word.severity() != seen.severity() || (seen.severity() != Severity.OK && old);
    }

    private static Severity worst(SortedMap<String, RegionWord> words) {
        return words.values().stream().map(RegionWord::severity).reduce(Severity.OK, Severity::worseOf);
    }

    private static SortedMap<String, Severity> severities(SortedMap<String, RegionWord> words) {
        SortedMap<String, Severity> severities = new TreeMap<>();
        words.forEach((region, word) -> severities.put(region, word.severity()));
        return severities;
    }
}
