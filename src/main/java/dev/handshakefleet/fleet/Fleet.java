package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.AlertOutcome;
import dev.handshakefleet.alert.AlertService;
import dev.handshakefleet.alert.RegionAlerts;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.history.HistoryReader;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.history.HistoryRequest;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.rollup.RollupMaker;
import dev.handshakefleet.rollup.RollupOutcome;
import dev.handshakefleet.rollup.WindowRollup;
import dev.handshakefleet.seen.LeafChanges;
import dev.handshakefleet.seen.LeafHistory;
import dev.handshakefleet.spool.SpoolQueue;
import dev.handshakefleet.spool.StoreOrSpool;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.TargetList;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The fleet in one region: a run probes, judges, compares with earlier leaves, stores, decides, sends and records itself. Targets are
 * compared, stored and decided in batches, in that order, beside the probing of others; notices are sent after the last batch.
 * Thread-safe. Made by {@link FleetBuilder}.
 */
public final class Fleet {

    private static final String NO_TABLE = "FLEET_MEASUREMENTS_TABLE is not set, so no measurement was stored";
    private static final String NO_CERTIFICATES =
            "FLEET_STATE_TABLE is not set, so no certificate was compared with earlier ones";
    private static final String NO_ALERTS =
            "FLEET_STATE_TABLE or FLEET_ALERT_TOPIC_ARN is not set, so no alert was sent";

    private static final String NO_ROLLUPS =
            "FLEET_MEASUREMENTS_TABLE or FLEET_STATE_TABLE is not set, so no rollups were made";

    private static final String NO_TARGETS =
            "There is nothing to probe: no catalog was applied and FLEET_TARGETS is empty";

    private final String region;
    private final TargetReader reader;
    private final ScheduledTargets scheduled;
    private final ProbeRound round;
    private final Optional<LeafHistory> leafHistory;
    private final Optional<MeasurementStore> store;
    private final Optional<SpoolQueue> spool;
    private final Optional<HistoryReader> histories;
    private final Optional<RollupMaker> rollups;
    private final Optional<AlertService> alerts;
    private final Optional<RegionAlerts> regionAlerts;
    private final RegionRecord regionRecord;
    private final AlertControl control;
    private final InstantSource clock;

    Fleet(
            String region,
            TargetReader reader,
            ScheduledTargets scheduled,
            ProbeRound round,
            Optional<LeafHistory> leafHistory,
            Optional<MeasurementStore> store,
            Optional<SpoolQueue> spool,
            Optional<HistoryReader> histories,
            Optional<RollupMaker> rollups,
            Optional<AlertService> alerts,
            Optional<RegionAlerts> regionAlerts,
            RegionRecord regionRecord,
            AlertControl control,
            InstantSource clock) {
        this.region = region;
        this.reader = reader;
        this.scheduled = scheduled;
        this.round = round;
        this.leafHistory = leafHistory;
        this.store = store;
        this.spool = spool;
        this.histories = histories;
        this.rollups = rollups;
        this.alerts = alerts;
        this.regionAlerts = regionAlerts;
        this.regionRecord = regionRecord;
        this.control = control;
        this.clock = clock;
    }

    /**
     * Runs once.
     *
     * @param request the targets, and whether to store and alert
     * @param answerBy the end of the run. Probing ends early enough for storing and alerting; targets that could not be decided in
     *     time are decided by the next run
     * @param onResult receives each result as it comes, from several threads, before the comparison with earlier runs
     */
    public RunReport probe(ProbeRequest request, Deadline answerBy, Consumer<JudgedProbe> onResult) {
        Instant started = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long startNanos = System.nanoTime();
        RunTimes times = RunTimes.until(answerBy);
        ScheduledEntries entries =
                request.targets().map(scheduled::withNamed).orElseGet(() -> scheduled.entries(request.seen()));
        TargetList targets = reader.readAll(entries.entries(), request.overrides());
        List<String> targetIds = targets.targets().stream().map(Target::id).toList();
        Instant at = request.scheduledTime().orElse(started);
        RunBatches.Stages stages = stages(request, at, targetIds, times);
        RunBatches batches = new RunBatches(stages, times, targetIds, round.concurrency());
        Duration over = request.part().map(RunPart::over).orElse(Duration.ZERO);
        RoundOutcome outcome = round.probeAll(targets.targets(), over, batches, onResult);
        CompletableFuture<Optional<AlertOutcome>> regions = lookAtRegions(request, times);
        RunBatches.Done done = batches.end();
        LeafChanges leaves = done.leaves();
        List<JudgedProbe> judged = batches.judged(outcome.probed());
        Optional<StoreOutcome> stored = request.store() ? Optional.of(stored(done, judged)) : Optional.empty();
        List<String> rollupProblems = request.store() ? rollUpAgain(judged, at, answerBy) : List.of();
        int notCompared = request.store() ? notCompared(leaves, judged) : 0;
        WithProblems<Optional<AlertOutcome>> alerted =
                request.alert() ? alerted(stages, regions) : WithProblems.none(Optional.empty());
        StagePace run = new StagePace(1);
        run.ended(targets(judged), startNanos);
        RunReport report = new RunReport(
                region,
                request.scheduledTime(),
                started,
                Duration.ofNanos(System.nanoTime() - startNanos),
                new RunPace(run.perSecond(), outcome.pace(), batches.storingPace(), batches.decidingPace()),
                judged,
                targets.rejected(),
                outcome.notProbed(),
                leaves.replacements(),
                stored,
                alerted.value(),
                new Shortfall(
                        targets.rejected().size(),
                        outcome.notProbed().size(),
                        stored.map(measurements -> measurements.notStored().size())
                                        .orElse(0)
                                + notCompared,
                        request.alert() ? undecided(alerted.value(), judged) : 0,
                        alerted.value()
                                .map(alerting -> alerting.unsent().size())
                                .orElse(0),
                        entries.catalogFault().isPresent(),
                        entries.entries().isEmpty()),
                Stream.of(
                                entries.catalogFault().stream().toList(),
                                problems(entries),
                                outcome.problems(),
                                notCompared > 0 && leafHistory.isEmpty() ? List.of(NO_CERTIFICATES) : leaves.problems(),
                                stored.map(Fleet::problems).orElse(List.of()),
                                rollupProblems,
                                alerted.problems())
                        .flatMap(List::stream)
                        .toList());
        return request.part().isPresent() ? regionRecord.ofPart(report, answerBy) : regionRecord.of(report, answerBy);
    }

    /**
     * Does what a scheduled run does once where it was divided into parts: looks at the regions, in the home region, and records the run.
     *
     * @param scheduledTime the instant of the run
     * @param targets how many it has
     * @param pace by which it was divided; empty where none was measured
     * @param answerBy the end of it
     * @return problems in plain sentences; none where all was done
     */
    public List<String> divided(Instant scheduledTime, int targets, Optional<RunPace> pace, Deadline answerBy) {
        Stream<String> looked =
                regionAlerts.stream().flatMap(regions -> problems(regions.look(scheduledTime, answerBy)).stream());
        List<String> problems = new ArrayList<>(looked.toList());
        regionRecord.divided(region, scheduledTime, targets, pace, answerBy).ifPresent(problems::add);
        return problems;
    }

    /** @return where this process probes from */
    public String region() {
        return region;
    }

    /**
     * @return the pace of the last runs of this region, as it was recorded; empty where none is
     * @throws software.amazon.awssdk.core.exception.SdkException when it cannot be read
     */
    public Optional<RunPace> recordedPace() {
        return regionRecord.lastPace(region);
    }

    /**
     * @return how many targets every run with that deadline can probe, whatever they do: each takes the longest time that it is given, and
     *     storing keeps the longest time that it can
     */
    public long certainlyProbed(Deadline answerBy) {
        RunTimes times = RunTimes.until(answerBy);
        return round.certainlyProbed(times.decideUntil().remaining().minus(times.longestReserve()));
    }

    /** @return the time for probing of a run with that deadline that stores and alerts, as far as it is known before the run */
    public static Duration timeForProbing(Deadline answerBy) {
        RunTimes times = RunTimes.until(answerBy);
        return times.decideUntil().remaining().minus(times.firstReserve());
    }

    /**
     * Probes the first address of a target once. A failure is not tried again, certificate authorities are not asked, nothing is
     * stored and nobody is told.
     *
     * @param deadline when the probe ends at the latest
     * @throws dev.handshakefleet.probe.NoRouteException if this machine has no route to any address of the target
     */
    public JudgedProbe probeOnce(Target target, Deadline deadline) {
        return round.once(target, deadline);
    }

    /**
     * Looks the name of a target up, connects and sends nothing.
     *
     * @param deadline when it ends at the latest
     * @throws dev.handshakefleet.probe.NoRouteException if this machine has no route to any address of the target
     */
    public ProbeResult connect(Target target, Deadline deadline) {
        return round.connect(target, deadline);
    }

    /**
     * Reads back the measurements and the certificates of one target. If the certificates cannot be read, the report
     * says so.
     *
     * @param target a written target, its id or its name; a text that is both a name and a host is the name, if that was measured
     * @param window how far back
     * @param limit how many measurements at the most, newest first
     * @throws dev.handshakefleet.base.BadInputException for an invalid {@code target}
     * @throws StoreUnavailableException when the table cannot be read
     */
    public HistoryReport history(String target, Duration window, int limit) throws StoreUnavailableException {
        return history(new HistoryRequest(target, window, limit));
    }

    /**
     * Reads back one target in a window: what its measurements come to by region, the newest of them, its certificates, objectives and
     * alerts. What cannot be read besides the measurements is in the problems of the report.
     *
     * @throws dev.handshakefleet.base.BadInputException for an invalid target, and for a window in the future
     * @throws StoreUnavailableException when the measurements cannot be read
     */
    public HistoryReport history(HistoryRequest request) throws StoreUnavailableException {
        return histories
                .orElseThrow(() -> new StoreUnavailableException(NO_TABLE))
                .read(request);
    }

    /**
     * Reads what the measurements of one target come to in a window: from rollups, and where there is none from measurements.
     *
     * @param targetId its id
     * @param from start of the window, inclusive
     * @param to end of the window, inclusive
     * @throws StoreUnavailableException when the table cannot be read
     */
    public WindowRollup summary(String targetId, Instant from, Instant to) throws StoreUnavailableException {
        return histories
                .orElseThrow(() -> new StoreUnavailableException(NO_TABLE))
                .summary(targetId, from, to);
    }

    /**
     * Makes the rollups of all targets of scheduled runs that are due: those of hours and days that are over.
     *
     * @param since where to begin; empty for where the last call ended
     * @param answerBy when to stop; the next call goes on from there
     * @throws StoreUnavailableException when the catalog or the tables cannot be read
     */
    public RollupOutcome rollUp(Optional<Instant> since, Deadline answerBy) throws StoreUnavailableException {
        RollupMaker maker = rollups.orElseThrow(() -> new StoreUnavailableException(NO_ROLLUPS));
        ScheduledEntries entries = scheduled.entries();
        if (entries.entries().isEmpty() && entries.catalogFault().isPresent()) {
            throw new StoreUnavailableException(entries.catalogFault().get());
        }
        return maker.make(
                reader.readAll(entries.entries()).targets().stream()
                        .map(Target::id)
                        .toList(),
                since,
                answerBy);
    }

    /**
     * Reads the targets of scheduled runs as they are now.
     *
     * @return the targets; with a problem where the catalog could not be read, and one for each entry that is no target
     */
    public WithProblems<List<Target>> scheduledTargets() {
        ScheduledEntries entries = scheduled.entries();
        TargetList targets = reader.readAll(entries.entries());
        return new WithProblems<>(
                targets.targets(),
                Stream.concat(
                                entries.catalogFault().stream(),
                                targets.rejected().stream()
                                        .map(rejected -> rejected.target() + ": " + rejected.reason()))
                        .toList());
    }

    /**
     * Reads measurements of one target alone, without its certificates.
     *
     * @param targetId its id
     * @param from start of the window, inclusive
     * @param to end of the window, inclusive
     * @param limit how many at the most, newest first; 1 to {@value MeasurementStore#MOST_READ}
     * @throws StoreUnavailableException when the table cannot be read
     */
    public MeasurementHistory measurements(String targetId, Instant from, Instant to, int limit)
            throws StoreUnavailableException {
        return store.orElseThrow(() -> new StoreUnavailableException(NO_TABLE)).history(targetId, from, to, limit);
    }

    /** @return the leaves of a target, newest first, at most 50; none, with a problem, if they cannot be read */
    public WithProblems<List<LeafRecord>> certificates(String targetId) {
        return leafHistory
                .map(stored -> stored.newest(targetId))
                .orElseGet(() -> WithProblems.of(List.of(), NO_CERTIFICATES));
    }

    /**
     * Stores measurements that waited in the queue of the region, and makes the rollups again that they come too late for.
     *
     * @param by when the last one is stored
     * @return what went wrong besides, in plain sentences
     * @throws StoreUnavailableException when not all of them were stored. Those that were are not stored a second time by another call
     */
    public List<String> storeWaiting(List<Measurement> measurements, Deadline by) throws StoreUnavailableException {
        MeasurementStore table = store.orElseThrow(() -> new StoreUnavailableException(NO_TABLE));
        Optional<String> reason = table.until(by).store(measurements).reason();
        if (reason.isPresent()) {
            throw new StoreUnavailableException("Waiting measurements could not be stored: " + reason.get());
        }
        return rollups.map(maker -> maker.makeAgain(measurements, by)).orElse(List.of());
    }

    /** @return the use cases of alerts and silences */
    public AlertControl alertControl() {
        return control;
    }

    private static List<String> problems(ScheduledEntries entries) {
        return entries.entries().isEmpty() && entries.catalogFault().isEmpty() ? List.of(NO_TARGETS) : List.of();
    }

    private RunBatches.Stages stages(ProbeRequest request, Instant at, List<String> targetIds, RunTimes times) {
        return new RunBatches.Stages(
                region,
                at,
                leafHistory.map(history -> history.begin(request.store(), times.compareUntil())),
                store.filter(table -> request.store())
                        .map(table -> new StoreOrSpool(table.until(times.decideUntil()), spool, times.sendUntil())),
                alerts.filter(service -> request.alert())
                        .map(service -> service.begin(region, at, targetIds, times.decideUntil(), times.sendUntil())));
    }

    /** The event of an hour that is over, sent again, changes its rollups. */
    private List<String> rollUpAgain(List<JudgedProbe> probed, Instant at, Deadline answerBy) {
        return rollups.map(maker -> maker.makeAgain(measurements(probed, at), answerBy))
                .orElse(List.of());
    }

    private List<Measurement> measurements(List<JudgedProbe> probed, Instant at) {
        return probed.stream().map(judged -> Measurement.of(judged, at, region)).toList();
    }

    private StoreOutcome stored(RunBatches.Done done, List<JudgedProbe> judged) {
        return store.map(table -> done.stored())
                .orElseGet(() -> new StoreOutcome(
                        0,
                        judged.stream()
                                .map(probe -> probe.result().target().id())
                                .toList(),
                        Optional.of(NO_TABLE)));
    }

    /** How many targets with a certificate were not compared. */
    private int notCompared(LeafChanges leaves, List<JudgedProbe> judged) {
        return leafHistory
                .map(history -> leaves.notCompared().size())
                .orElseGet(() -> targets(judged.stream()
                        .filter(probe -> probe.leaf().isPresent())
                        .toList()));
    }

    private static List<String> problems(StoreOutcome stored) {
        return stored.reason().stream().map(reason -> problem(stored, reason)).toList();
    }

    private static String problem(StoreOutcome stored, String reason) {
        if (reason.equals(NO_TABLE)) {
            return NO_TABLE;
        }
        return stored.spooled() > 0
                ? stored.spooled() + " measurements wait in the queue of the region and are stored later: " + reason
                : "Not every measurement was stored: " + reason;
    }

    /** The home region's look at all regions, beside the last batches. */
    private CompletableFuture<Optional<AlertOutcome>> lookAtRegions(ProbeRequest request, RunTimes times) {
        Optional<Instant> scheduledTime = request.scheduledTime()
                .filter(at ->
                        request.alert() && alerts.isPresent() && request.part().isEmpty());
        CompletableFuture<Optional<AlertOutcome>> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(
                        scheduledTime.flatMap(at -> regionAlerts.map(regions -> regions.look(at, times.sendUntil()))));
            } catch (Throwable unexpected) {
                outcome.completeExceptionally(unexpected);
            }
        });
        return outcome;
    }

    private static WithProblems<Optional<AlertOutcome>> alerted(
            RunBatches.Stages stages, CompletableFuture<Optional<AlertOutcome>> regions) {
        if (stages.alerts().isEmpty()) {
            return WithProblems.of(Optional.empty(), NO_ALERTS);
        }
        AlertOutcome ofTargets = stages.alerts().get().end();
        AlertOutcome outcome = regions.join().map(ofTargets::and).orElse(ofTargets);
        return new WithProblems<>(Optional.of(outcome), problems(outcome));
    }

    /** Where alerting is not set up, nothing is decided. */
    private static int undecided(Optional<AlertOutcome> alerting, List<JudgedProbe> probed) {
        return alerting.map(outcome -> outcome.undecided().size()).orElseGet(() -> targets(probed));
    }

    private static int targets(List<JudgedProbe> probed) {
        return (int) probed.stream()
                .map(judged -> judged.result().target().id())
                .distinct()
                .count();
    }

    private static List<String> problems(AlertOutcome outcome) {
        Stream<String> unsent = outcome.unsent().stream()
                .limit(1)
                .map(first -> "Not every notice was sent; the next run sends it: " + first.reason());
        Stream<String> undecided = outcome.undecided().stream()
                .limit(1)
                .map(first -> "Some alerts could not be decided; the next run decides them: " + first.reason());
        return Stream.of(unsent, undecided, outcome.problems().stream())
                .flatMap(sentences -> sentences)
                .toList();
    }
}
