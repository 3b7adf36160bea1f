package dev.handshakefleet.page.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.fleet.AlertList;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.ResultDocument;
import dev.handshakefleet.rollup.WindowRollup;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Watches a fleet: reads what the tables hold, keeps it, and afterwards reads what is new alone. A run of this process is added
 * without a read of its measurements. A target that cannot be read says so and stops no other. Thread-safe.
 */
public final class FleetWatch {

    /** The most measurements that are read of one target for its own page. */
    public static final int MOST_READ = 20_000;

    /** The most measurements that are read of all targets for a first look, where each may have {@link #FEWEST_READ} of them. */
    private static final int MOST_OF_A_FIRST_LOOK = 40_000;

    /** So many are enough for the newest of ten regions and four addresses. */
    private static final int FEWEST_READ = 40;

    private static final Duration OVERVIEW_WINDOW = Duration.ofDays(1);
    private static final int MOST_AT_ONCE = 16;
    private static final JsonMapper JSON = new JsonMapper();

    private final Fleet fleet;
    private final Supplier<WithProblems<List<Target>>> targets;
    private final InstantSource clock;
    private final Map<String, WatchedTarget> known = new LinkedHashMap<>();
    private final Map<String, WithProblems<List<LeafRecord>>> leaves = new LinkedHashMap<>();
    private volatile FleetSnapshot snapshot;

    /**
     * @param fleet reads the tables
     * @param targets the targets as they are now
     * @param clock wall clock
     */
    public FleetWatch(Fleet fleet, Supplier<WithProblems<List<Target>>> targets, InstantSource clock) {
        this.fleet = fleet;
        this.targets = targets;
        this.clock = clock;
        this.snapshot = new FleetSnapshot(now(), List.of(), List.of());
    }

    /** @return the fleet as it was at the last change */
    public FleetSnapshot snapshot() {
        return snapshot;
    }

    /** Adds results in the JSON of the contract that were kept from earlier runs. Those of other targets are ignored. */
    public synchronized void addKept(Collection<JsonNode> results) {
        Map<String, List<JsonNode>> byTarget = results.stream()
                .collect(Collectors.groupingBy(result -> result.path("target").asText()));
        known.replaceAll((id, watched) -> watched.with(List.of(), byTarget.getOrDefault(id, List.of())));
        publish(snapshot.problems());
    }

    /** Reads targets, the measurements since the last call, and alerts. */
    public synchronized void refresh() {
        List<String> problems = new ArrayList<>(readTargets());
        Instant to = now();
        int mostOfANewTarget = mostOfANewTarget(known.size());
        List<WatchedTarget> read = concurrently(known.values(), watched -> read(watched, to, mostOfANewTarget));
        read.forEach(watched -> known.put(watched.id(), watched));
        problems.addAll(readAlerts());
        publish(problems);
    }

    /**
     * Adds a run of this process.
     *
     * @param report of the run
     * @param at the scheduled instant of the run, under which its measurements are stored
     */
    public synchronized void add(RunReport report, Instant at) {
        List<String> problems = new ArrayList<>(readTargets());
        Map<String, List<JudgedProbe>> byTarget = report.results().stream()
                .collect(
                        Collectors.groupingBy(judged -> judged.result().target().id()));
        byTarget.forEach((id, results) -> known.computeIfPresent(
                id,
                (_, watched) -> watched.with(
                        results.stream()
                                .map(judged -> Measurement.of(judged, at, report.region()))
                                .toList(),
                        results.stream()
                                .map(judged -> result(judged, report.region()))
                                .toList())));
        problems.addAll(readAlerts());
        problems.addAll(report.problems());
        report.rejected().forEach(rejected -> problems.add(rejected.target() + ": " + rejected.reason()));
        report.notProbed().forEach(left -> problems.add(left.target() + " was not probed: " + left.reason()));
        publish(problems.stream().distinct().toList());
    }

    /** @return a result in the JSON of the contract */
    public static JsonNode result(JudgedProbe judged, String region) {
        try {
            return JSON.readTree(ContractJson.compact(ResultDocument.of(judged, region)));
        } catch (JsonProcessingException ourOwn) {
            throw new IllegalStateException("a document of this program is no JSON", ourOwn);
        }
    }

    /**
     * Reads the measurements of one target in a window that ends now, and its certificates. A window of more than a day begins with a day
     * of UTC; it is read from rollups, and of its measurements the newest besides.
     */
    public TargetHistory history(String targetId, Duration window) {
        Instant to = now();
        boolean isLong = window.compareTo(TargetHistory.READ_ONE_BY_ONE) > 0;
        Instant from = isLong ? to.minus(window).truncatedTo(ChronoUnit.DAYS) : to.minus(window);
        WithProblems<List<LeafRecord>> certificates = fleet.certificates(targetId);
        List<String> problems = new ArrayList<>(certificates.problems());
        try {
            MeasurementHistory read =
                    fleet.measurements(targetId, from, to, isLong ? WatchedTarget.MOST_POINTS : MOST_READ);
            if (isLong) {
                WindowRollup summary = fleet.summary(targetId, from, to);
                problems.addAll(summary.problems());
                return new TargetHistory(
                        from, to, summary, read.measurements().reversed(), false, certificates.value(), problems);
            }
            return new TargetHistory(
                    from, to, read.measurements().reversed(), read.truncated(), certificates.value(), problems);
        } catch (StoreUnavailableException unavailable) {
            problems.add(unavailable.getMessage());
            return new TargetHistory(from, to, List.of(), false, certificates.value(), problems);
        }
    }

    /** Reads the same of many targets, some at once; in the order that is given. */
    public Map<String, TargetHistory> histories(List<String> targetIds, Duration window) {
        Map<String, TargetHistory> histories = new LinkedHashMap<>();
        concurrently(targetIds, id -> Map.entry(id, history(id, window)))
                .forEach(entry -> histories.put(entry.getKey(), entry.getValue()));
        return histories;
    }

    /**
     * Reads the leaves of every target. A target is read again only after it served a leaf that is not among those read.
     *
     * @return by target id, newest first; with the problems of those that cannot be read
     */
    public synchronized WithProblems<Map<String, List<LeafRecord>>> leaves() {
        List<WatchedTarget> unread =
                known.values().stream().filter(watched -> !isRead(watched)).toList();
        concurrently(unread, watched -> Map.entry(watched.id(), fleet.certificates(watched.id())))
                .forEach(entry -> leaves.put(entry.getKey(), entry.getValue()));
        leaves.keySet().retainAll(known.keySet());
        Map<String, List<LeafRecord>> read = new LinkedHashMap<>();
        Set<String> problems = new LinkedHashSet<>();
        leaves.forEach((id, ofTarget) -> {
            read.put(id, ofTarget.value());
            problems.addAll(ofTarget.problems());
        });
        return new WithProblems<>(read, List.copyOf(problems));
    }

    private boolean isRead(WatchedTarget watched) {
        Optional<WithProblems<List<LeafRecord>>> read = Optional.ofNullable(leaves.get(watched.id()));
        return read.isPresent()
                && read.get().problems().isEmpty()
                && watched.latest().stream()
                        .flatMap(measured -> measured.leafSha256().stream())
                        .allMatch(served -> read.get().value().stream()
                                .anyMatch(leaf -> leaf.sha256().equals(served)));
    }

    private List<String> readTargets() {
        WithProblems<List<Target>> configured = targets.get();
        // Where the catalog cannot be read, the targets that were watched stay.
        if (!configured.value().isEmpty() || configured.problems().isEmpty()) {
            known.keySet().retainAll(configured.value().stream().map(Target::id).collect(Collectors.toSet()));
        }
        configured
                .value()
                .forEach(target -> known.merge(
                        target.id(), WatchedTarget.unknown(target), (watched, _) -> watched.withTarget(target)));
        return configured.problems();
    }

    /** Fewer of each where there are many targets: reading takes time, and units of the deployed table. */
    static int mostOfANewTarget(int targets) {
        return Math.clamp(MOST_OF_A_FIRST_LOOK / Math.max(1, targets), FEWEST_READ, WatchedTarget.MOST_POINTS);
    }

    private WatchedTarget read(WatchedTarget watched, Instant to, int mostOfANewTarget) {
        Optional<Instant> newest =
                watched.latest().stream().map(Measurement::scheduledAt).max(Instant::compareTo);
        Instant from = newest.orElse(to.minus(OVERVIEW_WINDOW));
        int most = newest.isPresent() ? WatchedTarget.MOST_POINTS : mostOfANewTarget;
        try {
            MeasurementHistory read = fleet.measurements(watched.id(), from, to, most);
            return watched.with(read.measurements(), List.of());
        } catch (StoreUnavailableException unavailable) {
            return watched.withProblem(unavailable.getMessage());
        }
    }

    private List<String> readAlerts() {
        try {
            AlertList list = fleet.alertControl().alertsOf(List.copyOf(known.keySet()));
            Map<String, List<ListedAlert>> byTarget =
                    list.alerts().stream().collect(Collectors.groupingBy(ListedAlert::targetId));
            known.replaceAll((id, watched) -> watched.withAlerts(byTarget.getOrDefault(id, List.of())));
            return list.problems();
        } catch (StoreUnavailableException unavailable) {
            return List.of(unavailable.getMessage());
        }
    }

    private void publish(List<String> problems) {
        snapshot = new FleetSnapshot(now(), List.copyOf(known.values()), problems);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static <I, R> List<R> concurrently(Collection<I> inputs, Function<I, R> work) {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(MOST_AT_ONCE, Thread.ofVirtual().factory())) {
            return inputs.stream()
                    .map(input -> CompletableFuture.supplyAsync(() -> work.apply(input), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }
}
