package dev.handshakefleet.page.metrics;

import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.Point;
import dev.handshakefleet.page.model.WatchedTarget;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Histograms of the handshakes that were measured since the process began, one a target and region. Each measurement counts once, in
 * whichever snapshot it first appears. Thread-safe.
 */
final class HandshakeTimes {

    static final String NAME = "handshake_fleet_handshake_seconds";

    private static final double[] UPPER_BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

    private final Histogram histogram = Histogram.builder()
            .name(NAME)
            .help("Duration of the handshakes that succeeded since the process began")
            .labelNames("target", "region")
            .classicOnly()
            .classicUpperBounds(UPPER_BOUNDS)
            .withoutExemplars()
            .build();

    private final Instant begin;
    private final Map<Place, Instant> counted = new HashMap<>();

    private record Place(String target, String region) {}

    /**
     * @param before the fleet before the first run; its measurements do not count
     * @param interval between two runs: the first run may bear an instant that lies up to one interval before its start
     */
    HandshakeTimes(FleetSnapshot before, Duration interval) {
        begin = before.at().minus(interval);
        before.targets()
                .forEach(watched -> watched.points()
                        .forEach(point -> counted.merge(place(watched, point), point.at(), HandshakeTimes::later)));
    }

    /**
     * Counts what is new.
     *
     * @param targets those that have a histogram; the others lose theirs
     */
    synchronized void observe(Collection<WatchedTarget> targets) {
        Set<Place> present = new HashSet<>();
        for (WatchedTarget watched : targets) {
            Map<Place, Instant> newest = new HashMap<>();
            for (Point point : watched.points()) {
                Place place = place(watched, point);
                present.add(place);
                if (point.at().isAfter(counted.getOrDefault(place, begin))) {
                    point.tls()
                            .ifPresent(took -> histogram
                                    .labelValues(place.target(), place.region())
                                    .observe(took.toNanos() / 1e9));
                    newest.merge(place, point.at(), HandshakeTimes::later);
                }
            }
            counted.putAll(newest);
        }
        Set<Place> gone = new HashSet<>(counted.keySet());
        gone.removeAll(present);
        gone.forEach(place -> {
            counted.remove(place);
            histogram.remove(place.target(), place.region());
        });
    }

    /** @return the histograms as they are now */
    HistogramSnapshot snapshot() {
        return histogram.collect();
    }

    private static Place place(WatchedTarget watched, Point point) {
        return new Place(watched.id(), point.region());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
