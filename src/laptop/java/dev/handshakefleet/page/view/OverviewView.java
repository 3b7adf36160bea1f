package dev.handshakefleet.page.view;

import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.Point;
import dev.handshakefleet.page.model.Standing;
import dev.handshakefleet.page.model.WatchedTarget;
import io.quarkus.qute.RawString;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The table of all targets, the worst first. Pure. */
final class OverviewView {

    private static final int SPARK_POINTS = 40;
    private static final int P95 = 95;
    private static final int ALL = 100;
    private static final int MOST_REGIONS = 4;

    private OverviewView() {}

    /** A tile above the table. */
    record TileRow(String label, String kind, long count, boolean selected) {}

    /** A tag to choose. */
    record TagRow(String name, long count, boolean selected) {}

    /** A region of a target. */
    record RegionRow(String name, String p95, RawString spark, String text) {}

    /** One target. */
    record TargetRow(
            String id,
            String href,
            String endpoint,
            String standing,
            String sentence,
            String searched,
            String tags,
            String acknowledged,
            String daysLeft,
            String expires,
            RawString lifetime,
            List<RegionRow> regions,
            int moreRegions,
            String lastSeen,
            String lastSeenAt) {}

    /** All of the overview. */
    record OverviewDocument(
            List<TileRow> tiles,
            List<TagRow> tags,
            List<TargetRow> rows,
            long matching,
            long all,
            String text,
            String tag,
            String standing,
            String more,
            boolean isFiltered) {}

    static OverviewDocument of(FleetSnapshot snapshot, Filter filter, Function<String, String> hrefOf) {
        Map<Standing, Long> counts = snapshot.counts();
        List<TileRow> tiles = List.of(Standing.CRITICAL, Standing.WARNING, Standing.UNKNOWN, Standing.OK).stream()
                .map(standing -> new TileRow(
                        standing.name(),
                        standing.label(),
                        counts.getOrDefault(standing, 0L),
                        filter.standing().filter(standing::equals).isPresent()))
                .toList();
        List<WatchedTarget> matching = snapshot.targets().stream()
                .filter(watched -> filter.accepts(watched, Words.wrong(watched)))
                .toList();
        return new OverviewDocument(
                tiles,
                snapshot.tags().entrySet().stream()
                        .map(tag -> new TagRow(
                                tag.getKey(), tag.getValue(), tag.getKey().equals(filter.tag())))
                        .toList(),
                matching.stream()
                        .limit(filter.rows())
                        .map(watched -> row(watched, snapshot.at(), hrefOf))
                        .toList(),
                matching.size(),
                snapshot.targets().size(),
                filter.text(),
                filter.tag(),
                filter.standing().map(Standing::label).orElse(""),
                matching.size() > filter.rows() ? filter.more() : "",
                !filter.text().isEmpty()
                        || !filter.tag().isEmpty()
                        || filter.standing().isPresent());
    }

    private static TargetRow row(WatchedTarget watched, Instant now, Function<String, String> hrefOf) {
        String sentence = Words.wrong(watched);
        Optional<Instant> end = watched.leafNotAfter();
        List<String> regions = watched.regions();
        return new TargetRow(
                watched.id(),
                hrefOf.apply(watched.id()),
                watched.target().name().map(_ -> watched.target().endpoint()).orElse(""),
                watched.standing().label(),
                sentence,
                Filter.searched(watched, sentence),
                tags(watched),
                watched.alerts().isEmpty()
                                || watched.alerts().stream()
                                        .anyMatch(alert -> alert.acknowledged().isEmpty())
                        ? ""
                        : "acknowledged",
                end.map(instant -> Words.daysLeft(instant, now)).orElse("–"),
                end.map(Words::isoDay).orElse(""),
                end.map(instant -> Drawings.lifetime(begin(watched, instant), instant, now))
                        .orElse(new RawString("")),
                regions.stream()
                        .limit(MOST_REGIONS)
                        .map(region -> region(watched, region))
                        .toList(),
                Math.max(0, regions.size() - MOST_REGIONS),
                watched.lastSeen().map(seen -> Words.ago(seen, now)).orElse("never"),
                watched.lastSeen().map(Words::second).orElse(""));
    }

    private static String tags(WatchedTarget watched) {
        return String.join(
                "  ",
                watched.target().tags().entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .toList());
    }

    /** A stored measurement has the end of the leaf alone, the result its begin; without it a lifetime of 90 days is drawn. */
    private static Instant begin(WatchedTarget watched, Instant end) {
        return watched.results().stream()
                .map(result ->
                        result.path("certificates").path(0).path("notBefore").asText())
                .filter(begin -> !begin.isEmpty())
                .map(Instant::parse)
                .filter(begin -> begin.isBefore(end))
                .max(Comparator.naturalOrder())
                .orElse(end.minus(Duration.ofDays(90)));
    }

    private static RegionRow region(WatchedTarget watched, String region) {
        List<Point> points = watched.points().stream()
                .filter(point -> point.region().equals(region))
                .toList();
        List<Duration> times =
                points.stream().flatMap(point -> point.tls().stream()).sorted().toList();
        String p95 = times.isEmpty() ? "–" : Words.millis(times.get(Math.ceilDiv(P95 * times.size(), ALL) - 1));
        List<Point> last = points.subList(Math.max(0, points.size() - SPARK_POINTS), points.size());
        long failed = last.stream().filter(point -> !point.succeeded()).count();
        return new RegionRow(
                region,
                p95,
                Drawings.spark(last.stream().map(OverviewView::drawn).toList()),
                "95 % of the last " + Words.counted(points.size(), "handshake") + " took at most this; " + failed
                        + " of the last " + last.size() + " probes failed");
    }

    private static Optional<Duration> drawn(Point point) {
        return point.succeeded() ? point.tls() : Optional.empty();
    }
}
