package dev.handshakefleet.alert.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The recent instants at which an alert opened or was resolved. Immutable.
 *
 * @param changes oldest first, at most {@value #MOST}
 * @param flapping whether the alert is flapping; no notice is sent then until it settles or gets worse
 */
public record FlapHistory(List<Instant> changes, boolean flapping) {

    static final FlapHistory NONE = new FlapHistory(List.of(), false);

    private static final int MOST = 20;
    private static final Duration SHORTEST_WINDOW = Duration.ofHours(1);
    private static final int WINDOW_INTERVALS = 24;

    public FlapHistory {
        changes = List.copyOf(changes);
    }

    /** @return how long a change counts: 24 intervals of the schedule, but at least an hour */
    static Duration window(Duration interval) {
        Duration window = interval.multipliedBy(WINDOW_INTERVALS);
        return window.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : window;
    }

    /** @return this history with one more change and without those that no longer count */
    FlapHistory changed(Instant at, Duration window) {
        List<Instant> recent = Stream.concat(
                        changes.stream().filter(change -> change.isAfter(at.minus(window))), Stream.of(at))
                .toList();
        return new FlapHistory(recent.subList(Math.max(0, recent.size() - MOST), recent.size()), flapping);
    }

    FlapHistory withFlapping(boolean isFlapping) {
        return new FlapHistory(changes, isFlapping);
    }

    /** @return whether nothing has changed for half a window */
    boolean isSettled(Instant at, Duration window) {
        return changes.isEmpty() || !changes.getLast().plus(window.dividedBy(2)).isAfter(at);
    }

    /** @return whether no change counts any more, so that the history can be removed */
    boolean isOver(Instant at, Duration window) {
        return !flapping
                && (changes.isEmpty() || !changes.getLast().plus(window).isAfter(at));
    }
}
