package dev.handshakefleet.alert.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * When an alert opened and was resolved lately.
 *
 * @param changes oldest first, at most {@value #MOST}
 * @param flapping whether people were told that it flaps; then they are told no more until it settles
 */
public record FlapHistory(List<Instant> changes, boolean flapping) {

    static final FlapHistory NONE = new FlapHistory(List.of(), false);

    private static final int MOST = 20;
    private static final Duration SHORTEST_WINDOW = Duration.ofHours(1);
    private static final int WINDOW_INTERVALS = 24;

    public FlapHistory {
        changes = List.copyOf(changes);
    }

    /** Changes count for 24 intervals of the schedule, an hour at least. */
    static Duration window(Duration interval) {
        Duration window = interval.multipliedBy(WINDOW_INTERVALS);
        return window.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : window;
    }

    /** The same with one more change. */
    FlapHistory changed(Instant at, Duration window) {
        List<Instant> lately = Stream.concat(
                        changes.stream().filter(change -> change.isAfter(at.minus(window))), Stream.of(at))
                .toList();
        return new FlapHistory(lately.subList(Math.max(0, lately.size() - MOST), lately.size()), flapping);
    }

    FlapHistory as(boolean nowFlapping) {
        return new FlapHistory(changes, nowFlapping);
    }

    /** Whether nothing has changed for half a window. */
    boolean isSettled(Instant at, Duration window) {
        return changes.isEmpty() || !changes.getLast().plus(window.dividedBy(2)).isAfter(at);
    }

    boolean isOver(Instant at, Duration window) {
        return !flapping
                && (changes.isEmpty() || !changes.getLast().plus(window).isAfter(at));
    }
}
