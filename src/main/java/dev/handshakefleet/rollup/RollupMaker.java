package dev.handshakefleet.rollup;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the rollups of hours and days that are over, from what is stored. Thread-safe.
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>A span is over 15 minutes after its end. An event of the schedule is given up before that, so every measurement of it is stored.
 *   <li>A rollup is written once, whoever makes it and however often. What was not made in time is made by the next call.
 *   <li>Rollups cost at most 3 % of the write units of their measurements: an hour 2 % and a day 1 %; a day 3 % where no hours are made.
 *       One that would cost more is not written, and the measurements of that time are read.
 *   <li>Hours are made where the schedule leaves at least 50 measurements in an hour, because a write costs one unit at least.
 *   <li>Measurements that come later, from a queue, have {@link #makeAgain} take away the rollups of their spans and make them anew.
 * </ul>
 */
public final class RollupMaker {

    /** How long after its end a span is over. */
    public static final Duration LATENESS = Duration.ofMinutes(15);

    /** Write units of all rollups, in percent of those of their measurements, at the most. */
    public static final int MOST_OF_BOTH = 3;

    /** The share of those of an hour. */
    static final int MOST_OF_AN_HOUR = 2;

    /** The share of those of a day. */
    static final int MOST_OF_A_DAY = 1;

    private static final int PERCENT = 100;

    private final WindowReader reader;
    private final RollupStore store;
    private final RollupProgressStore progress;
    private final boolean makesHours;
    private final InstantSource clock;

    /**
     * @param reader reads what is stored
     * @param store stores the rollups
     * @param progress remembers how far they have been made
     * @param interval of the schedule
     * @param clock wall clock
     */
    public RollupMaker(
            WindowReader reader,
            RollupStore store,
            RollupProgressStore progress,
            Duration interval,
            InstantSource clock) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.store = Objects.requireNonNull(store, "store");
        this.progress = Objects.requireNonNull(progress, "progress");
        this.makesHours = interval.multipliedBy(PERCENT / MOST_OF_AN_HOUR).compareTo(Span.Level.HOUR.length()) <= 0;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes the rollups of all hours and days that are over and were not done yet.
     *
     * @param targetIds the targets
     * @param since where to begin; empty for where the last call ended, or for the day before today where there was none
     * @param answerBy when to stop; the next call goes on from there
     * @throws StoreUnavailableException when it is not known, or cannot be stored, how far rollups have been made
     */
    public RollupOutcome make(Collection<String> targetIds, Optional<Instant> since, Deadline answerBy)
            throws StoreUnavailableException {
        Instant over = Span.Level.HOUR.of(clock.instant().minus(LATENESS)).start();
        List<String> targets = targetIds.stream().distinct().sorted().toList();
        RollupProgress begin = begin(since, over).begunTo(over);
        progress.write(begin);
        RollupRound round = new RollupRound(targets, this::make, answerBy);
        RollupProgress reached = round.from(begin, over, makesHours);
        progress.write(reached);
        return round.outcome(reached.through(), !reached.through().isBefore(over));
    }

    private RollupProgress begin(Optional<Instant> since, Instant over) throws StoreUnavailableException {
        Instant dayBefore = Span.Level.DAY.of(over).start().minus(Span.Level.DAY.length());
        RollupProgress reached =
                progress.read().orElseGet(() -> new RollupProgress(dayBefore, Optional.empty(), dayBefore));
        return since.map(instant -> reached.to(Span.Level.DAY.of(instant).start()))
                .orElse(reached);
    }

    /** Makes the rollup of the hour, and that of the day where the hour is its last. */
    private void make(String targetId, Instant hour, RollupRound.Result result) throws StoreUnavailableException {
        if (makesHours) {
            make(targetId, Span.Level.HOUR.of(hour), result);
        }
        Span day = Span.Level.DAY.of(hour);
        if (day.end().equals(Span.Level.HOUR.of(hour).end())) {
            make(targetId, day, result);
        }
    }

    private void make(String targetId, Span span, RollupRound.Result result) throws StoreUnavailableException {
        Optional<Rollup> rollup = affordable(targetId, span, false, result);
        if (rollup.isPresent() && store.add(rollup.get())) {
            result.written(span.level(), store.writeUnits(rollup.get()));
        }
    }

    /**
     * Takes away the rollups of spans that were over when measurements came, and makes them anew. Reads and writes
     * nothing where none came late.
     *
     * @param stored measurements that have just been stored
     * @param answerBy when to stop; what was only taken away is read from measurements until the end
     * @return what could not be done, in plain sentences
     */
    public List<String> makeAgain(Collection<Measurement> stored, Deadline answerBy) {
        Set<Touched> old = spansThatAreOver(stored);
        if (old.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            Instant begun = progress.read().map(RollupProgress::begun).orElse(Instant.MIN);
            List<Touched> touched = old.stream()
                    .filter(late -> late.span().start().isBefore(begun))
                    .toList();
            for (Touched late : touched) {
                store.markLate(late.targetId(), late.span(), now);
            }
            for (Touched late : touched) {
                if (answerBy.hasPassed()) {
                    break;
                }
                Optional<Rollup> rollup = affordable(late.targetId(), late.span(), true, new RollupRound.Result());
                if (rollup.isPresent()) {
                    store.replaceLate(rollup.get(), now);
                }
            }
            return List.of();
        } catch (StoreUnavailableException unavailable) {
            return List.of("Rollups of late measurements were not made again. " + unavailable.getMessage());
        }
    }

    private Set<Touched> spansThatAreOver(Collection<Measurement> stored) {
        Instant over = clock.instant().minus(LATENESS);
        Set<Touched> spans = new LinkedHashSet<>();
        for (Measurement measurement : stored) {
            for (Span.Level level : makesHours ? List.of(Span.Level.HOUR, Span.Level.DAY) : List.of(Span.Level.DAY)) {
                Span span = level.of(measurement.scheduledAt());
                if (!span.end().isAfter(over)) {
                    spans.add(new Touched(measurement.targetId(), span));
                }
            }
        }
        return spans;
    }

    private record Touched(String targetId, Span span) {}

    /** @return the rollup; empty where there is no measurement, or where it would cost too much */
    private Optional<Rollup> affordable(String targetId, Span span, boolean consistent, RollupRound.Result result)
            throws StoreUnavailableException {
        List<Span.Level> below = span.level() == Span.Level.DAY && makesHours ? List.of(Span.Level.HOUR) : List.of();
        WindowRollup read = reader.read(targetId, span, below, consistent);
        result.problems(read.problems());
        if (read.regions().isEmpty()) {
            return Optional.empty();
        }
        Rollup rollup = new Rollup(targetId, span, read.regions());
        if (store.writeUnits(rollup) * PERCENT > mostPercent(span.level()) * rollup.probes()) {
            result.tooDear();
            return Optional.empty();
        }
        return Optional.of(rollup);
    }

    private int mostPercent(Span.Level level) {
        return switch (level) {
            case HOUR -> MOST_OF_AN_HOUR;
            case DAY -> makesHours ? MOST_OF_A_DAY : MOST_OF_BOTH;
        };
    }
}
