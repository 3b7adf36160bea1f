package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.AlertTransition;
import dev.handshakefleet.alert.decide.CheckResult;
import dev.handshakefleet.alert.decide.Circumstances;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.alert.state.StoredStates;
import dev.handshakefleet.aws.CallTimeout;
import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.RegionName;
import dev.handshakefleet.region.RegionLiveness;
import dev.handshakefleet.region.RegionRecords;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.verdict.Check;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The home region's look at all regions: a silent region is an alert of its own, under the id {@link RegionName#idOf} and the check
 * {@link Check#REGION_SILENT}. It is decided, stored and sent as the alerts of targets are. Faults of DynamoDB and SNS are part of the
 * outcome and not thrown. Thread-safe.
 *
 * <p>It costs one query and one read of the states of the regions. The alarm on silence of each region needs neither this look nor
 * the home region.
 */
public final class RegionAlerts {

    private static final int MOST_ATTEMPTS = 8;

    private final String home;
    private final RegionStore regions;
    private final AlertStateStore states;
    private final SilenceStore silences;
    private final Notifier notifier;
    private final Clock clock;
    private final Duration interval;

    /**
     * @param home the home region, in which this runs
     * @param regions the records of the regions
     * @param states the stored alert states
     * @param silences the stored silences
     * @param notifier sends the notices
     * @param clock wall clock
     * @param interval the interval of the home region's schedule
     */
    public RegionAlerts(
            String home,
            RegionStore regions,
            AlertStateStore states,
            SilenceStore silences,
            Notifier notifier,
            Clock clock,
            Duration interval) {
        this.home = Objects.requireNonNull(home, "home");
        this.regions = Objects.requireNonNull(regions, "regions");
        this.states = Objects.requireNonNull(states, "states");
        this.silences = Objects.requireNonNull(silences, "silences");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.interval = Objects.requireNonNull(interval, "interval");
    }

    /**
     * Looks at all regions. Called before the home region records its own run, whose record says whether the home region was silent
     * itself.
     *
     * @param at the scheduled instant of the run of the home region
     * @param until no further region is begun after this deadline
     */
    public AlertOutcome look(Instant at, Deadline until) {
        AlertRun run = new AlertRun(states::sentence, until);
        if (until.hasPassed()) {
            run.undecided("regions", CircuitBreaker.NO_TIME_LEFT);
            return run.outcome();
        }
        try {
            decide(results(regions.read(CallTimeout.until(until)), at, run), at, run);
        } catch (SdkException unreadable) {
            run.undecided("regions", regions.sentence(unreadable));
        }
        return run.outcome();
    }

    /** The result of each region that something can be said about. */
    private Map<String, CheckResult> results(RegionRecords records, Instant at, AlertRun run) {
        Map<String, CheckResult> results = new LinkedHashMap<>();
        records.removed().forEach(region -> results.put(region, CheckResult.PASSED));
        Instant heardSince = heardSince(records, at);
        for (RegionRun recorded : records.runs()) {
            switch (RegionLiveness.of(recorded, at, clock.instant(), heardSince)) {
                case RegionLiveness.Running running -> results.put(recorded.region(), CheckResult.PASSED);
                case RegionLiveness.Silent silent ->
                    results.put(recorded.region(), new CheckResult(List.of(Observation.bounded(silent.finding()))));
                case RegionLiveness.Awaited awaited -> {
                    // An open alert stays as it is.
                }
                case RegionLiveness.Unknown unknown -> run.problem(unknown.reason());
            }
        }
        results.put(home, CheckResult.PASSED);
        return results;
    }

    /** Where the home region was silent itself, or its table could not be reached, the regions get their intervals anew. */
    private Instant heardSince(RegionRecords records, Instant at) {
        boolean heardAllAlong = records.of(home)
                .filter(own -> Duration.between(own.scheduledAt(), at).dividedBy(interval) < RegionLiveness.INTERVALS)
                .isPresent();
        if (heardAllAlong && records.heardSince().isPresent()) {
            return records.heardSince().get();
        }
        regions.heardSince(at);
        return at;
    }

    private void decide(Map<String, CheckResult> results, Instant at, AlertRun run) {
        AlertStateStore bounded = states.until(run.until());
        Delivery delivery = new Delivery(bounded, notifier, clock, Delivery.LEASE, run);
        RunSilences runSilences = new RunSilences(silences, clock.instant(), run);
        StoredStates stored = run.orUndecided(() ->
                bounded.read(results.keySet().stream().map(RegionName::idOf).toList()));
        results.forEach((region, result) -> run.decide(RegionName.idOf(region), () -> {
            Observation observation = observation(region, result, at);
            AlertTransition transition =
                    decideAndStore(stored.of(observation.targetId()), observation, bounded, delivery, runSilences);
            run.suppressed(transition.suppressed());
            runSilences.suppressed(transition.suppressed());
            delivery.add(transition.state(), transition.notices());
        }));
        delivery.sendAll();
        runSilences.count();
    }

    private Observation observation(String region, CheckResult result, Instant at) {
        return new Observation(
                RegionName.idOf(region),
                home,
                at,
                new TreeMap<>(Map.of(Check.REGION_SILENT, result)),
                new TreeMap<>(),
                Map.of(),
                new TreeMap<>());
    }

    private AlertTransition decideAndStore(
            AlertState stored,
            Observation observation,
            AlertStateStore bounded,
            Delivery delivery,
            RunSilences runSilences) {
        AlertState state = stored;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            AlertTransition transition = Decision.on(
                    state,
                    observation,
                    new Circumstances(AlertPolicy.DEFAULT, interval, Map.of(), runSilences, delivery.leaseEnd()));
            if (!transition.mustBeStored() || bounded.write(transition.state())) {
                return transition;
            }
            state = bounded.readAgain(observation.targetId());
        }
        throw new LostEveryRaceException(MOST_ATTEMPTS);
    }
}
