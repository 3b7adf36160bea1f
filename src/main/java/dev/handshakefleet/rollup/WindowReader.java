package dev.handshakefleet.rollup;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Reads what the measurements of a target come to in a window: the rollups of whole days, then those of whole hours in what is left,
 * then the measurements of the rest, none of which is kept in memory. So a missing rollup costs read units and changes no result but
 * the width of the buckets of a sketch. Thread-safe.
 */
public final class WindowReader {

    /** The levels of rollups, the longest first. */
    static final List<Span.Level> ALL = List.of(Span.Level.DAY, Span.Level.HOUR);

    private static final int MOST_PROBLEMS = 3;

    private final MeasurementStore measurements;
    private final RollupStore rollups;

    /**
     * @param measurements the measurements
     * @param rollups the rollups
     */
    public WindowReader(MeasurementStore measurements, RollupStore rollups) {
        this.measurements = Objects.requireNonNull(measurements, "measurements");
        this.rollups = Objects.requireNonNull(rollups, "rollups");
    }

    /**
     * @param targetId the target
     * @param from start of the window, inclusive
     * @param to end of the window, inclusive
     * @param each gets each measurement that is read, newest first in each part of the window
     * @throws StoreUnavailableException when the table cannot be read
     */
    public WindowRollup read(String targetId, Instant from, Instant to, Consumer<Measurement> each)
            throws StoreUnavailableException {
        return read(targetId, new Part(from, to.plusMillis(1)), ALL, false, each);
    }

    /** The same from measurements alone. */
    public WindowRollup readMeasurements(String targetId, Instant from, Instant to, Consumer<Measurement> each)
            throws StoreUnavailableException {
        return read(targetId, new Part(from, to.plusMillis(1)), List.of(), false, each);
    }

    /** The rollup of a span from rollups of the given levels and from measurements. */
    WindowRollup read(String targetId, Span span, List<Span.Level> levels, boolean consistent)
            throws StoreUnavailableException {
        return read(targetId, new Part(span.start(), span.end()), levels, consistent, _ -> {});
    }

    private WindowRollup read(
            String targetId, Part window, List<Span.Level> levels, boolean consistent, Consumer<Measurement> each)
            throws StoreUnavailableException {
        RollupTally tally = new RollupTally();
        Counter read = new Counter();
        List<Part> rest = List.of(window);
        for (Span.Level level : levels) {
            List<Part> uncovered = new ArrayList<>();
            for (Part part : rest) {
                uncovered.addAll(rolledUp(targetId, part, level, tally, read));
            }
            rest = uncovered;
        }
        for (Part part : rest) {
            measurements.forEach(
                    targetId,
                    part.from(),
                    part.to().minusMillis(1),
                    Integer.MAX_VALUE,
                    consistent,
                    measurement -> {
                        read.measurements++;
                        tally.add(measurement);
                        each.accept(measurement);
                    },
                    read::unreadable);
        }
        return new WindowRollup(tally.regions(), read.days, read.hours, read.measurements, read.problems());
    }

    /** @return the parts that no rollup of the level covers */
    private List<Part> rolledUp(String targetId, Part part, Span.Level level, RollupTally tally, Counter read)
            throws StoreUnavailableException {
        Instant first = level.ceiling(part.from());
        Instant end = level.of(part.to()).start();
        if (!first.isBefore(end)) {
            return List.of(part);
        }
        WithProblems<List<Rollup>> found = rollups.read(targetId, level, first, end);
        found.problems().forEach(read::skippedRollup);
        List<Part> uncovered = new ArrayList<>();
        Instant at = part.from();
        for (Rollup rollup : found.value()) {
            tally.add(rollup);
            read.count(level);
            add(uncovered, at, rollup.span().start());
            at = rollup.span().end();
        }
        add(uncovered, at, part.to());
        return uncovered;
    }

    private static void add(List<Part> parts, Instant from, Instant to) {
        if (from.isBefore(to)) {
            parts.add(new Part(from, to));
        }
    }

    /** A part of the window; {@code to} is exclusive. */
    private record Part(Instant from, Instant to) {}

    private static final class Counter {

        private final List<String> problems = new ArrayList<>();
        private int days;
        private int hours;
        private int measurements;
        private int unreadable;
        private int skipped;

        void count(Span.Level level) {
            switch (level) {
                case DAY -> days++;
                case HOUR -> hours++;
            }
        }

        void skippedRollup(String why) {
            if (skipped++ < MOST_PROBLEMS) {
                problems.add("The measurements were read instead: " + why);
            }
        }

        void unreadable(String why) {
            if (unreadable++ < MOST_PROBLEMS) {
                problems.add("Left out, perhaps written by a later version: " + why);
            }
        }

        List<String> problems() {
            List<String> all = new ArrayList<>(problems);
            int more = Math.max(0, skipped - MOST_PROBLEMS) + Math.max(0, unreadable - MOST_PROBLEMS);
            if (more > 0) {
                all.add("and " + more + " more such items");
            }
            return all;
        }
    }
}
