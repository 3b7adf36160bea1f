package dev.handshakefleet.seen;

import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Compares the leaves of a run with the leaves that the targets served before, and stores the new ones. Thread-safe.
 *
 * <p>Guarantees: it never throws for a fault of the table, and names the targets without a comparison. It ends by its deadline. A leaf
 * that this process knows costs no request, unless its change is still reported. After the table has failed, no other target of the run is
 * tried for 5 s.
 */
public final class LeafHistory {

    private static final int MOST_SHOWN = 50;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Storing and alerting may have to wait for the same service. */
    private static final int PARTS_OF_TIME_LEFT = 4;

    private final LeafStore store;
    private final String region;
    private final InstantSource clock;
    private final LeafCache cache = new LeafCache();

    /**
     * @param store stores the leaves
     * @param region the region of this process
     * @param clock wall clock
     */
    public LeafHistory(LeafStore store, String region, InstantSource clock) {
        this.store = Objects.requireNonNull(store, "store");
        this.region = Objects.requireNonNull(region, "region");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Compares the results of a run with the stored leaves, all at once.
     *
     * @param probed all results of the run
     * @param record whether to store new leaves
     * @param answerBy the end of the run, of which a quarter is used, and 5 s at most
     */
    public LeafChanges compare(List<JudgedProbe> probed, boolean record, Deadline answerBy) {
        Duration share = answerBy.remaining().dividedBy(PARTS_OF_TIME_LEFT);
        return begin(record, Deadline.in(LONGEST).orIn(share)).compare(probed);
    }

    /**
     * Begins the comparison of a run, of which the results come in batches.
     *
     * @param record whether to store new leaves
     * @param until the end of the time for it
     */
    public LeafBatches begin(boolean record, Deadline until) {
        return new LeafBatches(
                store,
                cache,
                new LeafRun(
                        CircuitBreaker.ofBatches(store::sentence),
                        until,
                        region,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        record));
    }

    /** @return the leaves of a target, newest first, at most 50; none, with a problem, if they cannot be read */
    public WithProblems<List<LeafRecord>> newest(String targetId) {
        try {
            return WithProblems.none(store.of(targetId, Deadline.in(LONGEST)).leaves().stream()
                    .limit(MOST_SHOWN)
                    .toList());
        } catch (SdkException fault) {
            return unreadable(store.sentence(fault));
        } catch (IllegalArgumentException notOurs) {
            return unreadable(notOurs.getMessage());
        }
    }

    private static WithProblems<List<LeafRecord>> unreadable(String reason) {
        return WithProblems.of(List.of(), "The certificate history could not be read: " + reason);
    }
}
