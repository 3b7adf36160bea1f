package dev.handshakefleet.spread;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.catalog.CatalogPointer;
import dev.handshakefleet.catalog.CatalogUnavailableException;
import dev.handshakefleet.catalog.CatalogVersion;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.catalog.VersionRead;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.fleet.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Works a shard: reads its targets by their range, probes them in the order of their hashes, and sends what it does not reach back to the
 * queue. A second delivery of the same shard overwrites the same measurements and decides nothing anew. Thread-safe.
 */
final class ShardRun {

    /** A measurement is stored under the instant of its run, so it must not be made long after it. */
    private static final Duration OLDEST = Duration.ofHours(1);

    /** Clocks of two machines differ by less. */
    private static final Duration NEWEST = Duration.ofMinutes(5);

    private final Fleet fleet;
    private final TargetCatalog catalog;
    private final Remainder remainder;
    private final PaceOfRegion pace;
    private final InstantSource clock;
    private final KnownShards known = new KnownShards();
    private final AtomicReference<Optional<CatalogPointer>> lastSeen = new AtomicReference<>(Optional.empty());

    ShardRun(Fleet fleet, TargetCatalog catalog, Remainder remainder, PaceOfRegion pace, InstantSource clock) {
        this.fleet = fleet;
        this.catalog = catalog;
        this.remainder = remainder;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * @param answerBy the end of the run
     * @param sendBy the end of the invocation; what was not reached is sent between the two
     * @return the report; empty where no target has such a hash
     * @throws BadInputException for a shard that must not be worked
     * @throws StoreUnavailableException when it has to be worked again
     */
    Optional<RunReport> work(Shard shard, Deadline answerBy, Deadline sendBy) throws StoreUnavailableException {
        refuseOtherTimes(shard.scheduledTime(), clock.instant());
        List<Object> targets = targets(shard);
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        Duration time = Fleet.timeForProbing(answerBy);
        RunReport report =
                fleet.probe(ProbeRequest.ofPart(shard.scheduledTime(), targets, shard.part()), answerBy, judged -> {});
        pace.add(report.pace());
        return Optional.of(remainder.handOn(shard, report, pace.now(), time, sendBy));
    }

    /** @throws BadInputException for an instant that is too far from now */
    static void refuseOtherTimes(Instant scheduledTime, Instant now) {
        if (!scheduledTime.isAfter(now.minus(OLDEST)) || scheduledTime.isAfter(now.plus(NEWEST))) {
            throw new BadInputException(
                    "scheduledTime",
                    scheduledTime,
                    "an instant from less than an hour ago to five minutes from now, which is " + now
                            + ": a clock is wrong, or the message has waited too long");
        }
    }

    private List<Object> targets(Shard shard) throws StoreUnavailableException {
        try {
            List<Object> targets = read(shard);
            known.keep(shard, targets);
            return targets;
        } catch (SdkException unreadable) {
            return known(shard, AwsFault.sentence(unreadable, catalog.name()), unreadable);
        } catch (CatalogUnavailableException notReadable) {
            return known(shard, notReadable.getMessage(), notReadable);
        }
    }

    private List<Object> read(Shard shard) {
        CatalogVersion version = version(shard.catalogVersion());
        return switch (catalog.read(version, shard.range())) {
            case VersionRead.Read read -> read.entries().writtenByHash();
            case VersionRead.Gone _ -> throw gone(shard.catalogVersion(), catalog.pointer());
        };
    }

    /** An outage of the table does not end the probing of what this process has read before. */
    private List<Object> known(Shard shard, String reason, Exception cause) throws StoreUnavailableException {
        return known.of(shard)
                .orElseThrow(() -> new StoreUnavailableException(
                        "the targets of the shard cannot be read, and this process has not read them before: " + reason,
                        cause));
    }

    /** A version never changes, so one that this process knows is not asked for again. */
    private CatalogVersion version(long number) {
        return lastSeen.get().flatMap(pointer -> pointer.version(number)).orElseGet(() -> {
            Optional<CatalogPointer> pointer = catalog.pointer();
            lastSeen.set(pointer);
            return pointer.flatMap(current -> current.version(number)).orElseThrow(() -> gone(number, pointer));
        });
    }

    private static BadInputException gone(long number, Optional<CatalogPointer> pointer) {
        return new BadInputException(
                "catalogVersion",
                number,
                pointer.map(current -> "a version that is kept: "
                                + current.versions().stream()
                                        .map(kept -> String.valueOf(kept.number()))
                                        .collect(Collectors.joining(", ")))
                        .orElse("a version that is kept, and there is none"));
    }
}
