package dev.handshakefleet.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Sends the pending notices of one target, in the order in which they were decided. Used by one thread.
 *
 * <pre>
 *   the oldest is ours         ─► send it, mark it as sent, look again
 *   ours waits behind another  ─► give ours back, look again: whoever sends the older one goes on with ours
 *   nobody holds the oldest    ─► take its lease, look again
 *   somebody holds the oldest  ─► done
 * </pre>
 *
 * Every step is one conditional write that answers with the state after it, so that of two invocations the later one always
 * sees what the earlier one left behind, and no notice overtakes an older one.
 */
final class Delivery {

    /** How long a notice is ours to send. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** Each pending notice takes two steps; the rest is for other invocations that get in between. */
    private static final int MOST_STEPS = 4 * Decision.MOST_PENDING;

    private final AlertBook book;
    private final Notifier notifier;
    private final Clock clock;
    private final AlertRun run;

    Delivery(AlertBook book, Notifier notifier, Clock clock, AlertRun run) {
        this.book = book;
        this.notifier = notifier;
        this.clock = clock;
        this.run = run;
    }

    /** The end of a lease that begins now; milliseconds, as it is stored. */
    static Instant leaseEnd(Clock clock) {
        return clock.instant().plus(LEASE).truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Sends what can be sent.
     *
     * @param stored the state as stored last
     * @param justDecided the notice that was stored with it under our lease, if any
     */
    void of(AlertState stored, Optional<PendingNotice> justDecided) {
        AlertState state = stored;
        Optional<PendingNotice> ours = justDecided;
        for (int step = 0; step < MOST_STEPS && !state.pending().isEmpty(); step++) {
            PendingNotice oldest = state.pending().getFirst();
            if (ours.isPresent() && !(isSame(ours.get(), oldest) && leaseLasts(oldest))) {
                state = stateAfter(book.releaseLease(ours.get()), state);
                ours = Optional.empty();
            } else if (ours.isPresent()) {
                if (!isSent(oldest, state.pending())) {
                    return;
                }
                state = stateAfter(book.markSent(oldest.notice()), state);
                ours = Optional.empty();
            } else if (oldest.leaseUntil().isAfter(clock.instant())) {
                return;
            } else if (run.notifierIsDown()) {
                run.unsent(state.pending());
                return;
            } else {
                PendingNotice taken = new PendingNotice(oldest.notice(), leaseEnd(clock));
                Optional<AlertState> after = book.takeLease(taken, clock.instant());
                ours = after.map(won -> taken);
                state = stateAfter(after, state);
            }
        }
    }

    /** Where it cannot be sent, the lease is given back, so that the next run need not wait for its end. */
    private boolean isSent(PendingNotice held, List<PendingNotice> pending) {
        if (run.notifierIsDown()) {
            run.unsent(pending);
            book.releaseLease(held);
            return false;
        }
        try {
            notifier.send(held.notice());
        } catch (NotSentException failed) {
            run.failed(failed);
            run.unsent(pending, failed.getMessage());
            book.releaseLease(held);
            return false;
        }
        run.sent(held.notice());
        return true;
    }

    /** Where a write found another state than it expected, what we know is old. */
    private AlertState stateAfter(Optional<AlertState> written, AlertState known) {
        return written.orElseGet(() -> book.readAgain(known.targetId()));
    }

    private static boolean isSame(PendingNotice one, PendingNotice other) {
        return one.notice().id().equals(other.notice().id()) && one.leaseUntil().equals(other.leaseUntil());
    }

    /** A lease near its end is not relied on: sending takes time as well. */
    private boolean leaseLasts(PendingNotice held) {
        return held.leaseUntil().minus(LEASE.dividedBy(2)).isAfter(clock.instant());
    }
}
