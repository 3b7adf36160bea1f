package dev.handshakefleet.page.view;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The regions: when each last measured, how often it does, and how late its probes begin. Pure. */
final class RegionsView {

    private static final int P95 = 95;
    private static final int LATE_RUNS = 3;

    private RegionsView() {}

    /** A region. */
    record RegionRow(
            String name,
            String lastRun,
            String ago,
            String kind,
            String pace,
            String lagMedian,
            String lagWorst,
            long targets,
            String p95,
            String failed) {}

    static List<RegionRow> of(FleetSnapshot snapshot) {
        Map<String, List<Point>> byRegion = snapshot.targets().stream()
                .flatMap(watched -> watched.points().stream())
                .collect(Collectors.groupingBy(Point::region, TreeMap::new, Collectors.toList()));
        return byRegion.entrySet().stream()
                .map(region -> row(region.getKey(), region.getValue(), snapshot))
                .toList();
    }

    private static RegionRow row(String name, List<Point> points, FleetSnapshot snapshot) {
        TreeSet<Instant> runs = points.stream().map(Point::at).collect(Collectors.toCollection(TreeSet::new));
        Duration pace = pace(List.copyOf(runs));
        Duration silent = Duration.between(runs.getLast(), snapshot.at());
        boolean isLate = pace.isPositive() && silent.compareTo(pace.multipliedBy(LATE_RUNS)) > 0;
        List<Duration> lags = points.stream().map(Point::lag).sorted().toList();
        List<Duration> times =
                points.stream().flatMap(point -> point.tls().stream()).sorted().toList();
        long failed = points.stream().filter(point -> !point.succeeded()).count();
        return new RegionRow(
                name,
                Words.second(runs.getLast()),
                Words.ago(runs.getLast(), snapshot.at()),
                isLate ? "warning" : "ok",
                pace.isPositive() ? "every " + DurationText.roughSpan(pace) : "one run so far",
                DurationText.seconds(lags.get(lags.size() / 2)),
                DurationText.seconds(lags.getLast()),
                snapshot.targets().stream()
                        .filter(watched -> watched.regions().contains(name))
                        .count(),
                times.isEmpty() ? "–" : Words.millis(times.get(Math.ceilDiv(P95 * times.size(), 100) - 1)),
                failed + " of " + points.size());
    }

    /** @return the median of the gaps between runs; zero for one run */
    private static Duration pace(List<Instant> runs) {
        List<Duration> gaps = new ArrayList<>();
        for (int index = 1; index < runs.size(); index++) {
            gaps.add(Duration.between(runs.get(index - 1), runs.get(index)));
        }
        return gaps.isEmpty() ? Duration.ZERO : gaps.stream().sorted().toList().get(gaps.size() / 2);
    }
}
