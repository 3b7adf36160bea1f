package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.AlertOutcome;
import dev.handshakefleet.alert.AlertService;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.seen.LeafHistory;
import dev.handshakefleet.seen.LeafChanges;
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
import java.util.function.Consumer;

/**
 * The fleet in one region: a run probes, judges, compares with earlier leaves, stores and alerts, in that order.
 * Thread-safe. Made by {@link FleetBuilder}.
 */
public final class Fleet {

    private static final String NO_TABLE = "FLEET_MEASUREMENTS_TABLE is not set, so no measurement was stored";
    private static final String NO_CERTIFICATES =
            "FLEET_STATE_TABLE is not set, so no certificate was held against those seen before";
    private static final String NO_ALERTS =
            "FLEET_STATE_TABLE or FLEET_ALERT_TOPIC_ARN is not set, so nobody was alerted";

    private static final String NO_TARGETS =
            "There is nothing to probe: no catalog was applied and FLEET_TARGETS is empty";

    private final String region;
    private final TargetReader reader;
    private final ScheduledTargets scheduled;
    private final ProbeRound round;
    private final Optional<LeafHistory> watch;
    private final Optional<MeasurementStore> store;
    private final Optional<AlertService> alerts;
    private final AlertControl control;
    private final InstantSource clock;

    Fleet(
            String region,
            TargetReader reader,
            ScheduledTargets scheduled,
            ProbeRound round,
            Optional<LeafHistory> watch,
            Optional<MeasurementStore> store,
            Optional<AlertService> alerts,
            AlertControl control,
            InstantSource clock) {
        this.region = region;
        this.reader = reader;
        this.scheduled = scheduled;
        this.round = round;
        this.watch = watch;
        this.store = store;
        this.alerts = alerts;
        this.control = control;
        this.clock = clock;
    }

    /**
     * Runs once.
     *
     * @param request the targets, and whether to store and alert
     * @param probingEnds when the last probe has to be over; storing and alerting come after it
     * @param answerBy the end of the run; targets that could not be decided in time are decided by the next run
     * @param onResult receives each result as it comes, from several threads, before the comparison with earlier runs
     */
    public RunReport probe(
            ProbeRequest request, Deadline probingEnds, Deadline answerBy, Consumer<JudgedProbe> onResult) {
        Instant started = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long startNanos = System.nanoTime();
        List<String> problems = new ArrayList<>();
        TargetList targets = reader.readAll(request.targets().orElseGet(() -> scheduled.entries(problems)));
        if (targets.targets().isEmpty() && targets.rejected().isEmpty()) {
            problems.add(NO_TARGETS);
        }
        RoundOutcome outcome = round.probeAll(targets.targets(), probingEnds, onResult);
        problems.addAll(outcome.problems());
        LeafChanges seen = compare(outcome.probed(), request.store(), answerBy, problems);
        Instant at = request.scheduledTime().orElse(started);
        Optional<StoreOutcome> stored = request.store() ? store(seen.probed(), at, problems) : Optional.empty();
        Optional<AlertOutcome> alerted =
                request.alert() ? alert(seen.probed(), at, answerBy, problems) : Optional.empty();
        return new RunReport(
                region,
                request.scheduledTime(),
                started,
                Duration.ofNanos(System.nanoTime() - startNanos),
                seen.probed(),
                targets.rejected(),
                outcome.notProbed(),
                seen.renewals(),
                stored,
                alerted,
                problems);
    }

    /**
     * Reads back the measurements and the certificates of one target. If the certificates cannot be read, the report
     * says so.
     *
     * @param target a written target or its id
     * @param window how far back
     * @param limit how many measurements at the most, newest first
     * @throws dev.handshakefleet.base.BadInputException for an invalid {@code target}
     * @throws StoreUnavailableException when the table cannot be read
     */
    public HistoryReport history(String target, Duration window, int limit) throws StoreUnavailableException {
        String id = reader.idOf(target);
        Instant to = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant from = to.minus(window);
        MeasurementStore readable = store.orElseThrow(() -> new StoreUnavailableException(NO_TABLE));
        MeasurementHistory history = readable.history(id, from, to, limit);
        List<String> problems = new ArrayList<>();
        List<LeafRecord> certificates =
                watch.map(book -> book.newest(id, problems)).orElse(List.of());
        return new HistoryReport(id, from, to, history, certificates, problems);
    }

    /** @return the use cases of alerts and silences */
    public AlertControl alertControl() {
        return control;
    }

    private LeafChanges compare(List<JudgedProbe> probed, boolean record, Deadline answerBy, List<String> problems) {
        if (watch.isEmpty()) {
            if (record) {
                problems.add(NO_CERTIFICATES);
            }
            return new LeafChanges(probed, List.of(), List.of());
        }
        LeafChanges seen = watch.get().compare(probed, record, answerBy);
        problems.addAll(seen.problems());
        return seen;
    }

    private Optional<StoreOutcome> store(List<JudgedProbe> probed, Instant at, List<String> problems) {
        List<Measurement> measurements = probed.stream()
                .map(judged -> Measurement.of(judged, at, region))
                .toList();
        if (store.isEmpty()) {
            problems.add(NO_TABLE);
            return Optional.of(new StoreOutcome(
                    0, measurements.stream().map(Measurement::targetId).toList(), Optional.of(NO_TABLE)));
        }
        StoreOutcome outcome = store.get().store(measurements);
        outcome.reason().ifPresent(reason -> problems.add("Not every measurement was stored: " + reason));
        return Optional.of(outcome);
    }

    private Optional<AlertOutcome> alert(
            List<JudgedProbe> probed, Instant at, Deadline answerBy, List<String> problems) {
        if (alerts.isEmpty()) {
            problems.add(NO_ALERTS);
            return Optional.empty();
        }
        AlertOutcome outcome = alerts.get().handle(region, at, probed, answerBy);
        outcome.unsent().stream()
                .findFirst()
                .ifPresent(
                        unsent -> problems.add("Not every notice was sent; the next run sends it: " + unsent.reason()));
        outcome.undecided().stream()
                .findFirst()
                .ifPresent(undecided -> problems.add(
                        "Whether to alert could not be decided; the next run decides: " + undecided.reason()));
        problems.addAll(outcome.problems());
        return Optional.of(outcome);
    }
}
