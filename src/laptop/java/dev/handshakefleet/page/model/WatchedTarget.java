package dev.handshakefleet.page.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one target. Immutable.
 *
 * @param target the target as it is configured
 * @param latest the newest measurement of each region and address, the newest first; a region or an address that has long been silent is
 *     left out
 * @param points the newest measurements, the oldest first; at most {@value #MOST_POINTS}
 * @param results the newest result of each region and address in the JSON of the result contract; empty where only stored
 *     measurements are known
 * @param alerts the unresolved alerts, the worst first
 * @param problem why its measurements cannot be read, in a sentence; empty where they can
 */
public record WatchedTarget(
        Target target,
        List<Measurement> latest,
        List<Point> points,
        List<JsonNode> results,
        List<ListedAlert> alerts,
        Optional<String> problem) {

    /** The most measurements that are kept of a target: 40 runs of three regions. */
    public static final int MOST_POINTS = 120;

    private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(30);
    private static final int SILENT_RUNS = 5;

    public WatchedTarget {
        Objects.requireNonNull(target, "target");
        latest = List.copyOf(latest);
        points = List.copyOf(points);
        results = List.copyOf(results);
        alerts = List.copyOf(alerts);
        Objects.requireNonNull(problem, "problem");
    }

    /** @return a target of which nothing is known yet */
    static WatchedTarget unknown(Target target) {
        return new WatchedTarget(target, List.of(), List.of(), List.of(), List.of(), Optional.empty());
    }

    public String id() {
        return target.id();
    }

    /** @return the worst verdict of its newest measurements */
    public Standing standing() {
        return latest.stream()
                .map(Measurement::verdict)
                .max(Comparator.naturalOrder())
                .map(Standing::of)
                .orElse(Standing.UNKNOWN);
    }

    /** @return the newest measurement that is as bad as the target stands */
    public Optional<Measurement> worst() {
        return latest.stream().max(Comparator.comparing(Measurement::verdict).thenComparing(Measurement::scheduledAt));
    }

    /** @return the result that explains how the target stands: the newest of the worst */
    public Optional<JsonNode> worstResult() {
        return results.stream()
                .max(Comparator.comparing((JsonNode result) -> severity(result))
                        .thenComparing(result -> result.path("startedAt").asText()));
    }

    /** @return the start of its newest measurement */
    public Optional<Instant> lastSeen() {
        return latest.stream().map(Measurement::startedAt).max(Comparator.naturalOrder());
    }

    /** @return when its leaf expires, the first of all addresses */
    public Optional<Instant> leafNotAfter() {
        return latest.stream()
                .flatMap(measured -> measured.leafNotAfter().stream())
                .min(Comparator.naturalOrder());
    }

    /** @return the regions that measured it, in order */
    public List<String> regions() {
        return points.stream().map(Point::region).distinct().sorted().toList();
    }

    /** @return the same with newer measurements, any of them known already or not, and with newer results */
    WatchedTarget with(List<Measurement> newer, List<JsonNode> newerResults) {
        Map<String, Measurement> byPlace = new LinkedHashMap<>();
        latest.forEach(known -> byPlace.put(place(known), known));
        newer.forEach(measured -> byPlace.merge(
                place(measured),
                measured,
                (one, other) -> other.scheduledAt().isBefore(one.scheduledAt()) ? one : other));
        return new WatchedTarget(
                target,
                spoken(byPlace.values().stream()
                        .sorted(Comparator.comparing(Measurement::scheduledAt).reversed())
                        .toList()),
                merged(newer),
                mergedResults(newerResults),
                alerts,
                Optional.empty());
    }

    WatchedTarget withAlerts(List<ListedAlert> current) {
        return new WatchedTarget(target, latest, points, results, current, problem);
    }

    WatchedTarget withTarget(Target configured) {
        return configured.equals(target)
                ? this
                : new WatchedTarget(configured, latest, points, results, alerts, problem);
    }

    WatchedTarget withProblem(String reason) {
        return new WatchedTarget(target, latest, points, results, alerts, Optional.of(reason));
    }

    private List<Point> merged(List<Measurement> newer) {
        List<Point> all = new ArrayList<>(points);
        newer.forEach(measured -> all.add(Point.of(measured)));
        List<Point> sorted = all.stream()
                .distinct()
                .sorted(Comparator.comparing(Point::at).thenComparing(Point::region))
                .toList();
        return List.copyOf(sorted.subList(Math.max(0, sorted.size() - MOST_POINTS), sorted.size()));
    }

    private List<JsonNode> mergedResults(List<JsonNode> newer) {
        Map<String, JsonNode> byPlace = new LinkedHashMap<>();
        results.forEach(known -> byPlace.put(place(known), known));
        newer.forEach(result -> byPlace.merge(
                place(result), result, (one, other) -> startedAt(other).compareTo(startedAt(one)) < 0 ? one : other));
        return List.copyOf(byPlace.values());
    }

    /** A region that was switched off, or an address that DNS no longer names, says nothing about now. */
    private static List<Measurement> spoken(List<Measurement> newestFirst) {
        if (newestFirst.isEmpty()) {
            return newestFirst;
        }
        Instant newest = newestFirst.getFirst().scheduledAt();
        Duration gap = newestFirst.stream()
                .map(measured -> Duration.between(measured.scheduledAt(), newest))
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .multipliedBy(SILENT_RUNS);
        Duration silence = gap.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : gap;
        return newestFirst.stream()
                .filter(measured -> !measured.scheduledAt().isBefore(newest.minus(silence)))
                .toList();
    }

    private static Severity severity(JsonNode result) {
        return switch (result.path("verdict").asText()) {
            case "CRITICAL" -> Severity.CRITICAL;
            case "WARNING" -> Severity.WARNING;
            default -> Severity.OK;
        };
    }

    private static String startedAt(JsonNode result) {
        return result.path("startedAt").asText();
    }

    private static String place(Measurement measurement) {
        return measurement.region() + "#" + measurement.address().orElse("-");
    }

    static String place(JsonNode result) {
        return result.path("region").asText() + "#" + result.path("address").asText("-");
    }
}
