package dev.handshakefleet.page.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.Shortfall;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.Standing;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.page.server.Answer;
import dev.handshakefleet.page.server.Request;
import dev.handshakefleet.page.server.Route;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * {@code /metrics}: the last result of every target, handshakes, ends of certificates, alerts, and how the fleet itself is. Where a target has several
 * addresses, the worst one counts. Thread-safe.
 */
public final class FleetMetrics {

    /** The targets that have series of their own: the first by id, so that the same ones stay. */
    static final int MOST_TARGETS = 1_000;

    private final Supplier<FleetSnapshot> snapshots;
    private final Duration interval;
    private final HandshakeTimes handshakes;
    private final Map<String, Long> shortfalls = new LinkedHashMap<>();
    private Optional<RunReport> lastRun = Optional.empty();
    private long runs;

    /**
     * @param snapshots the fleet as it is now
     * @param interval between two runs, or between two reads of the deployed fleet
     */
    public FleetMetrics(Supplier<FleetSnapshot> snapshots, Duration interval) {
        this.snapshots = snapshots;
        this.interval = interval;
        this.handshakes = new HandshakeTimes(snapshots.get(), interval);
    }

    /** @return the route */
    public Route route() {
        return Route.get("/metrics", this::answer);
    }

    /** Counts the measurements that came since the last call. Called after each run and each read, so that none is missed. */
    public void observe() {
        handshakes.observe(shown(snapshots.get()));
    }

    /** Counts a run of this process. */
    public synchronized void ran(RunReport report) {
        runs++;
        lastRun = Optional.of(report);
        counts(report.shortfall()).forEach((kind, count) -> shortfalls.merge(kind, (long) count, Long::sum));
        observe();
    }

    private Answer answer(Request request) {
        FleetSnapshot snapshot = snapshots.get();
        List<WatchedTarget> shown = shown(snapshot);
        handshakes.observe(shown);
        MetricList metrics = new MetricList();
        shown.forEach(watched -> {
            byRegion(watched).forEach((region, measured) -> last(metrics, watched.id(), region, measured));
            certificates(metrics, watched);
        });
        metrics.add(handshakes.snapshot());
        alerts(metrics, snapshot);
        fleet(metrics, snapshot, shown.size());
        runs(metrics);
        return Exposition.answer(request, metrics.snapshots());
    }

    private static List<WatchedTarget> shown(FleetSnapshot snapshot) {
        return snapshot.targets().stream()
                .sorted(Comparator.comparing(WatchedTarget::id))
                .limit(MOST_TARGETS)
                .toList();
    }

    private static Map<String, List<Measurement>> byRegion(WatchedTarget watched) {
        return watched.latest().stream()
                .collect(Collectors.groupingBy(Measurement::region, TreeMap::new, Collectors.toList()));
    }

    private static void last(MetricList metrics, String target, String region, List<Measurement> addresses) {
        metrics.flag(
                "handshake_fleet_target_success",
                "Whether the last handshake succeeded, and the HTTP exchange where one is wanted, at every address",
                addresses.stream().allMatch(Measurement::succeeded),
                "target",
                target,
                "region",
                region);
        metrics.gauge(
                "handshake_fleet_target_verdict",
                "Verdict of the last probe: 0 OK, 1 WARNING, 2 CRITICAL",
                addresses.stream()
                        .mapToInt(measured -> Verdicts.number(measured.verdict()))
                        .max()
                        .orElse(0),
                "target",
                target,
                "region",
                region);
        addresses.stream()
                .map(Measurement::startedAt)
                .max(Comparator.naturalOrder())
                .ifPresent(started -> metrics.instant(
                        "handshake_fleet_target_last_probe_timestamp_seconds",
                        "When the last probe began",
                        started,
                        "target",
                        target,
                        "region",
                        region));
        Map<Phase, Duration> slowest = new EnumMap<>(Phase.class);
        addresses.forEach(measured -> measured.phases()
                .forEach((phase, took) ->
                        slowest.merge(phase, took, (one, other) -> one.compareTo(other) > 0 ? one : other)));
        slowest.forEach((phase, took) -> metrics.seconds(
                "handshake_fleet_target_phase_seconds",
                "Duration of each phase of the last probe, of the slowest address",
                took,
                "target",
                target,
                "region",
                region,
                "phase",
                phase.label()));
    }

    /** Of the stored measurements only the leaf is known; results of this process name the whole path. */
    private static void certificates(MetricList metrics, WatchedTarget watched) {
        Map<String, Instant> ends = new TreeMap<>();
        watched.results().stream()
                .flatMap(result -> result.path("certificates").valueStream())
                .forEach(certificate -> notAfter(certificate)
                        .ifPresent(end -> ends.merge(certificate.path("role").asText(), end, FleetMetrics::earlier)));
        watched.leafNotAfter().ifPresent(end -> ends.put("leaf", end));
        ends.forEach((role, end) -> metrics.instant(
                "handshake_fleet_certificate_expiry_timestamp_seconds",
                "The end of validity: of the leaf, the intermediate and the root that end first",
                end,
                "target",
                watched.id(),
                "role",
                role));
    }

    private static void alerts(MetricList metrics, FleetSnapshot snapshot) {
        for (Severity severity : List.of(Severity.WARNING, Severity.CRITICAL)) {
            for (ListedAlert.State state : ListedAlert.State.values()) {
                metrics.gauge(
                        "handshake_fleet_alerts",
                        "Alerts that are not resolved",
                        (double) snapshot.targets().stream()
                                .flatMap(watched -> watched.alerts().stream())
                                .filter(alert -> alert.severity() == severity && alert.state() == state)
                                .count(),
                        "severity",
                        severity.name(),
                        "state",
                        lower(state));
            }
        }
    }

    private void fleet(MetricList metrics, FleetSnapshot snapshot, int shown) {
        Map<Standing, Long> counts = snapshot.counts();
        for (Standing standing : Standing.values()) {
            metrics.gauge(
                    "handshake_fleet_targets",
                    "Targets by the worst of their last verdicts",
                    counts.getOrDefault(standing, 0L),
                    "standing",
                    standing.label());
        }
        metrics.gauge(
                "handshake_fleet_targets_left_out",
                "Targets without series of their own, because there are more than " + MOST_TARGETS,
                snapshot.targets().size() - shown);
        metrics.gauge(
                "handshake_fleet_problems",
                "Parts of the last run or read that went wrong; the page names them",
                snapshot.problems().size());
        metrics.seconds("handshake_fleet_interval_seconds", "Between two runs, or two reads", interval);
        snapshot.targets().stream()
                .flatMap(watched -> watched.latest().stream())
                .collect(Collectors.toMap(
                        Measurement::region,
                        Measurement::startedAt,
                        (one, other) -> one.isAfter(other) ? one : other,
                        TreeMap::new))
                .forEach((region, started) -> metrics.instant(
                        "handshake_fleet_last_probe_timestamp_seconds",
                        "When the last probe of a region began",
                        started,
                        "region",
                        region));
    }

    private synchronized void runs(MetricList metrics) {
        metrics.counter("handshake_fleet_runs", "Runs of this process", (double) runs);
        shortfalls.forEach((kind, count) -> metrics.counter(
                "handshake_fleet_shortfall",
                "What the runs of this process left undone: targets, measurements, decisions, notices",
                count,
                "kind",
                kind));
        lastRun.ifPresent(report -> {
            metrics.instant("handshake_fleet_run_timestamp_seconds", "When the last run began", report.started());
            metrics.seconds("handshake_fleet_run_seconds", "How long the last run took", report.took());
            metrics.gauge(
                    "handshake_fleet_run_probes",
                    "Results of the last run",
                    report.results().size());
            metrics.flag(
                    "handshake_fleet_run_complete",
                    "Whether the last run had something to probe and left nothing undone",
                    report.isComplete());
            counts(report.shortfall())
                    .forEach((kind, count) -> metrics.gauge(
                            "handshake_fleet_run_shortfall", "What the last run left undone", count, "kind", kind));
        });
    }

    private static Map<String, Integer> counts(Shortfall shortfall) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("rejected", shortfall.rejected());
        counts.put("not_probed", shortfall.notProbed());
        counts.put("not_stored", shortfall.notStored());
        counts.put("undecided", shortfall.undecided());
        counts.put("unsent", shortfall.unsent());
        return counts;
    }

    private static Optional<Instant> notAfter(JsonNode certificate) {
        try {
            return Optional.of(Instant.parse(certificate.path("notAfter").asText()));
        } catch (DateTimeParseException otherForm) {
            return Optional.empty();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
