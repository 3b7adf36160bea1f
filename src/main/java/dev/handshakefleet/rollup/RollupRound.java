package dev.handshakefleet.rollup;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Goes through hours and targets, some targets at once, until all is done, the time is over or the table fails. Used by one thread.
 */
final class RollupRound {

    private static final int AT_ONCE = 16;
    private static final int CHUNK = 64;
    private static final int MOST_PROBLEMS = 5;

    private final List<String> targets;
    private final Work work;
    private final Deadline answerBy;
    private final Result result = new Result();
    private boolean hasFailed;

    /** Makes the rollups of one target that end with one hour. */
    @FunctionalInterface
    interface Work {
        void make(String targetId, Instant hour, Result result) throws StoreUnavailableException;
    }

    /** What was made. Thread-safe. */
    static final class Result {

        private final Set<String> problems = new LinkedHashSet<>();
        private int hours;
        private int days;
        private int writeUnits;
        private int tooDear;

        synchronized void written(Span.Level level, int units) {
            switch (level) {
                case HOUR -> hours++;
                case DAY -> days++;
            }
            writeUnits += units;
        }

        synchronized void tooDear() {
            tooDear++;
        }

        synchronized void problems(List<String> sentences) {
            sentences.stream()
                    .limit(Math.max(0, MOST_PROBLEMS - problems.size()))
                    .forEach(problems::add);
        }
    }

    /**
     * @param targets in the order of their ids
     * @param work for each of them
     * @param answerBy when to stop
     */
    RollupRound(List<String> targets, Work work, Deadline answerBy) {
        this.targets = Objects.requireNonNull(targets, "targets");
        this.work = Objects.requireNonNull(work, "work");
        this.answerBy = Objects.requireNonNull(answerBy, "answerBy");
    }

    /**
     * @param begin where to begin
     * @param over the end of the last hour that is over
     * @param everyHour whether each hour has work; else only the last of each day
     * @return how far it came
     */
    RollupProgress from(RollupProgress begin, Instant over, boolean everyHour) {
        RollupProgress reached = begin;
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            while (reached.through().isBefore(over) && !isToStop()) {
                Instant hour = reached.through();
                boolean hasWork = everyHour || endsDay(hour);
                reached = hasWork ? hour(reached, threads) : reached.to(end(hour));
            }
        }
        return reached;
    }

    RollupOutcome outcome(Instant through, boolean complete) {
        List<String> problems = new ArrayList<>(result.problems);
        if (!complete && !hasFailed) {
            problems.add("The time was over before all rollups were made; the next run goes on from " + through + ".");
        }
        return new RollupOutcome(
                targets.size(),
                through,
                result.hours,
                result.days,
                result.writeUnits,
                result.tooDear,
                complete,
                problems);
    }

    private RollupProgress hour(RollupProgress begin, ExecutorService threads) {
        Instant hour = begin.through();
        List<String> left = begin.after()
                .map(last -> targets.stream()
                        .filter(target -> target.compareTo(last) > 0)
                        .toList())
                .orElse(targets);
        RollupProgress reached = begin;
        for (int at = 0; at < left.size(); at += CHUNK) {
            if (isToStop()) {
                return reached;
            }
            List<String> chunk = left.subList(at, Math.min(at + CHUNK, left.size()));
            if (!isMade(chunk, hour, threads)) {
                return reached;
            }
            reached = reached.after(chunk.getLast());
        }
        return reached.to(end(hour));
    }

    /** @return whether the rollups of all of these targets were made, as far as there is something to make */
    private boolean isMade(List<String> chunk, Instant hour, ExecutorService threads) {
        List<Callable<Boolean>> calls = chunk.stream()
                .map(target -> (Callable<Boolean>) () -> {
                    work.make(target, hour, result);
                    return true;
                })
                .toList();
        try {
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                call.get();
            }
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof StoreUnavailableException)) {
                throw new IllegalStateException("making rollups failed", failed.getCause());
            }
            hasFailed = true;
            result.problems(List.of(failed.getCause().getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            hasFailed = true;
        }
        return !hasFailed;
    }

    private boolean isToStop() {
        return hasFailed || answerBy.hasPassed();
    }

    private static boolean endsDay(Instant hour) {
        return Span.Level.DAY.of(hour).end().equals(end(hour));
    }

    private static Instant end(Instant hour) {
        return Span.Level.HOUR.of(hour).end();
    }
}
