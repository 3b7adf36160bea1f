package dev.handshakefleet.spread;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.CatalogPointer;
import dev.handshakefleet.catalog.CatalogUnavailableException;
import dev.handshakefleet.catalog.CatalogVersion;
import dev.handshakefleet.catalog.HashRange;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.fleet.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs of a fleet that may outgrow one invocation. A scheduled run of the catalog that fits one invocation is made here; the number of
 * targets says so for a small one, the measured pace for a larger one. Above that it is divided into shards that other invocations work.
 * What a run does not reach for lack of time goes to the queue as smaller shards. Every other run is made here. Thread-safe.
 */
public final class Spread {

    /** Sending the shards of a rest takes less. */
    private static final Duration FOR_SENDING = Duration.ofSeconds(3);

    private final Fleet fleet;
    private final TargetCatalog catalog;
    private final PaceOfRegion pace;
    private final Dispatch dispatch;
    private final Remainder remainder;
    private final ShardRun shards;
    private final InstantSource clock;

    /** By which a run was divided last: the same pace gives the same shards, which other processes have read. */
    private final AtomicReference<Pace> lastPace = new AtomicReference<>(Pace.FIRST_GUESS);

    private final AtomicReference<Optional<CatalogPointer>> lastSeen = new AtomicReference<>(Optional.empty());

    /**
     * @param fleet the fleet of this region
     * @param catalog its targets
     * @param queue of the shards, in this region
     * @param interval of the schedule
     * @param clock wall clock
     */
    public Spread(Fleet fleet, TargetCatalog catalog, MessageQueue queue, Duration interval, InstantSource clock) {
        this.fleet = fleet;
        this.catalog = catalog;
        this.pace = new PaceOfRegion(fleet);
        this.dispatch = new Dispatch(fleet, queue, interval);
        this.remainder = new Remainder(queue);
        this.shards = new ShardRun(fleet, catalog, remainder, pace, clock);
        this.clock = clock;
    }

    /**
     * Makes a run, or divides it.
     *
     * @param answerBy the end of the run
     * @throws IllegalStateException when a run had to be divided and could not be; a second call with the same request does no harm
     */
    public ScheduledOutcome run(ProbeRequest request, Deadline answerBy) {
        if (!isOfTheCatalog(request)) {
            return new ScheduledOutcome.Made(fleet.probe(request, answerBy, judged -> {}));
        }
        Instant scheduledTime = request.scheduledTime().orElseThrow();
        Optional<CatalogPointer> seen;
        try {
            seen = catalog.pointer();
            lastSeen.set(seen);
        } catch (SdkException unreadable) {
            return withoutCatalog(request, AwsFault.sentence(unreadable, catalog.name()), answerBy);
        } catch (CatalogUnavailableException notReadable) {
            return withoutCatalog(request, notReadable.getMessage(), answerBy);
        }
        if (seen.isEmpty()) {
            // FLEET_TARGETS, or a catalog of the old layout.
            return new ScheduledOutcome.Made(fleet.probe(request, answerBy, judged -> {}));
        }
        int count = seen.get().current().count();
        Deadline runEnds = beforeSending(answerBy);
        Duration time = Fleet.timeForProbing(runEnds);
        if (count <= fleet.certainlyProbed(runEnds)) {
            return new ScheduledOutcome.Made(measured(fleet.probe(request.seeing(seen.get()), answerBy, judged -> {})));
        }
        Pace planned = pace.now();
        if (!SpreadPlan.fits(count, planned, time)) {
            lastPace.set(planned);
            refuseOtherTimes(scheduledTime);
            return new ScheduledOutcome.Dispatched(
                    dispatch.dispatch(seen.get().current(), scheduledTime, planned, time, answerBy));
        }
        RunReport report = measured(fleet.probe(request.seeing(seen.get()), runEnds, judged -> {}));
        Shard whole = new Shard(seen.get().current().number(), HashRange.ALL, scheduledTime, 1, 1, Duration.ZERO);
        try {
            return new ScheduledOutcome.Made(remainder.handOn(whole, report, pace.now(), time, answerBy));
        } catch (StoreUnavailableException notSent) {
            return new ScheduledOutcome.Made(report.withProblem(notSent.getMessage()));
        }
    }

    /**
     * Works a shard.
     *
     * @param answerBy the end of the run
     * @return the report; empty where the shard holds no target
     * @throws dev.handshakefleet.base.BadInputException for a shard that must not be worked
     * @throws StoreUnavailableException when it has to be worked again
     */
    public Optional<RunReport> work(Shard shard, Deadline answerBy) throws StoreUnavailableException {
        return shards.work(shard, beforeSending(answerBy), answerBy);
    }

    private static boolean isOfTheCatalog(ProbeRequest request) {
        return request.scheduledTime().isPresent()
                && request.targets().isEmpty()
                && request.overrides().isEmpty()
                && request.store()
                && request.alert();
    }

    /** A run that was divided before is divided again, by what is known; every other run says itself why the catalog cannot be read. */
    private ScheduledOutcome withoutCatalog(ProbeRequest request, String reason, Deadline answerBy) {
        Duration time = Fleet.timeForProbing(beforeSending(answerBy));
        Optional<CatalogVersion> large = lastSeen.get()
                .map(CatalogPointer::current)
                .filter(version -> !SpreadPlan.fits(version.count(), lastPace.get(), time));
        if (large.isEmpty()) {
            return new ScheduledOutcome.Made(fleet.probe(request, answerBy, judged -> {}));
        }
        Instant scheduledTime = request.scheduledTime().orElseThrow();
        refuseOtherTimes(scheduledTime);
        DispatchReport report = dispatch.dispatch(large.get(), scheduledTime, lastPace.get(), time, answerBy);
        return new ScheduledOutcome.Dispatched(report.withProblem(
                "The catalog could not be read, so the version of the last successful read is probed: " + reason));
    }

    /** Its shards would be refused. As an error of the function the event is tried again, and then kept with the dead letters. */
    private void refuseOtherTimes(Instant scheduledTime) {
        try {
            ShardRun.refuseOtherTimes(scheduledTime, clock.instant());
        } catch (BadInputException otherTime) {
            throw new IllegalStateException("the run was not divided: " + otherTime.getMessage(), otherTime);
        }
    }

    private RunReport measured(RunReport report) {
        pace.add(report.pace());
        return report;
    }

    private static Deadline beforeSending(Deadline answerBy) {
        return Deadline.in(answerBy.remaining().minus(FOR_SENDING));
    }
}
