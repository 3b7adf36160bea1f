package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.PendingNotice;
import dev.handshakefleet.alert.notice.DigestPolicy;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.notice.OutgoingMessage;
import dev.handshakefleet.alert.state.AlertStateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sends the pending notices of many targets at once: in rounds, because another invocation may add to a target meanwhile.
 * Used by one thread.
 *
 * <pre>
 *   hold     of each alert of a target, the oldest notice, as far as nobody else holds an older one of the target; what
 *            waits behind one that somebody else holds is given back: whoever sends the older one goes on with it
 *   send     all that is held, in as few messages and calls as can be
 *   mark     what was taken over; what was not is given back, so that the next run need not wait for the lease
 * </pre>
 *
 * Every step is a conditional write that answers with the state after it, so that of two invocations the later one always
 * sees what the earlier one left behind, and no notice overtakes an older one of its alert, also where that one is refused.
 */
final class Delivery {

    /** How long a notice is ours to send. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** One for each notice that an alert can have waiting, and one for what comes meanwhile. */
    private static final int MOST_ROUNDS = Decision.MOST_PENDING + 1;

    private static final String NO_TIME = "no time was left in this run";

    private final AlertStateStore book;
    private final Notifier notifier;
    private final Clock clock;
    private final AlertRun run;
    private final Map<String, AlertState> waiting = new LinkedHashMap<>();
    private final Map<String, Instant> ours = new HashMap<>();

    Delivery(AlertStateStore book, Notifier notifier, Clock clock, AlertRun run) {
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
     * What is stored of a target, and what in it we have the lease of.
     *
     * @param state as stored last
     * @param justDecided the notices that were stored with it under our lease
     */
    void add(AlertState state, List<AlertNotice> justDecided) {
        if (!state.pending().isEmpty()) {
            waiting.put(state.targetId(), state);
        }
        state.pending().stream()
                .filter(pending -> justDecided.stream()
                        .anyMatch(notice -> notice.id().equals(pending.notice().id())))
                .forEach(pending -> ours.put(pending.notice().id(), pending.leaseUntil()));
    }

    /** Sends what can be sent. */
    void sendAll() {
        for (int round = 0; round < MOST_ROUNDS && !waiting.isEmpty(); round++) {
            List<PendingNotice> held = new ArrayList<>();
            List.copyOf(waiting.values()).forEach(state -> held.addAll(hold(state)));
            if (held.isEmpty()) {
                return;
            }
            if (run.isOver()) {
                List.copyOf(waiting.keySet()).forEach(targetId -> leave(targetId, NO_TIME));
                return;
            }
            send(held);
        }
    }

    // ---- hold

    /** The oldest notice of each of the target's alerts, as far as they are ours now. */
    private List<PendingNotice> hold(AlertState state) {
        Map<String, PendingNotice> held = new LinkedHashMap<>();
        boolean isBehindAnother = false;
        for (PendingNotice pending : state.pending()) {
            String alert = pending.notice().alertId();
            if (held.containsKey(alert)) {
                continue;
            }
            Optional<PendingNotice> mine = isBehindAnother ? Optional.empty() : held(pending);
            isBehindAnother |= mine.isEmpty();
            if (isBehindAnother) {
                release(pending);
            }
            mine.ifPresent(taken -> held.put(alert, taken));
        }
        if (held.isEmpty()) {
            waiting.remove(state.targetId());
        }
        return List.copyOf(held.values());
    }

    private Optional<PendingNotice> held(PendingNotice pending) {
        Instant lease = ours.get(pending.notice().id());
        if (lease != null && lease.equals(pending.leaseUntil())) {
            return leaseLasts(pending) ? Optional.of(pending) : extended(pending);
        }
        return pending.leaseUntil().isAfter(clock.instant()) ? Optional.empty() : taken(pending);
    }

    private Optional<PendingNotice> extended(PendingNotice pending) {
        release(pending);
        return taken(pending);
    }

    private Optional<PendingNotice> taken(PendingNotice pending) {
        PendingNotice mine = new PendingNotice(pending.notice(), leaseEnd(clock));
        Optional<AlertState> won = run.tried(() -> book.takeLease(mine, clock.instant()));
        won.ifPresent(state -> ours.put(mine.notice().id(), mine.leaseUntil()));
        return won.map(state -> mine);
    }

    /** A lease near its end is not relied on: sending takes time as well. */
    private boolean leaseLasts(PendingNotice held) {
        return held.leaseUntil().minus(LEASE.dividedBy(2)).isAfter(clock.instant());
    }

    // ---- send and mark

    private void send(List<PendingNotice> held) {
        Map<String, PendingNotice> byId = held.stream()
                .collect(Collectors.toMap(pending -> pending.notice().id(), pending -> pending));
        List<OutgoingMessage> messages =
                DigestPolicy.messages(held.stream().map(PendingNotice::notice).toList());
        Map<OutgoingMessage, String> failed = notifier.send(messages).stream()
                .collect(Collectors.toMap(Notifier.NotSent::message, Notifier.NotSent::reason));
        for (OutgoingMessage message : messages) {
            String reason = failed.get(message);
            if (reason == null) {
                run.sent(message);
                message.notices().forEach(notice -> mark(byId.get(notice.id())));
            }
        }
        failed.forEach((message, reason) -> message.notices().forEach(notice -> leave(notice.targetId(), reason)));
    }

    /** What waits of a target of which something could not be sent waits together: the next run sends it. */
    private void leave(String targetId, String reason) {
        Optional.ofNullable(waiting.remove(targetId)).stream()
                .flatMap(state -> state.pending().stream())
                .filter(this::isNobodyElses)
                .forEach(pending -> {
                    run.unsent(pending.notice(), reason);
                    release(pending);
                });
    }

    private boolean isNobodyElses(PendingNotice pending) {
        return ours.containsKey(pending.notice().id()) || !pending.leaseUntil().isAfter(clock.instant());
    }

    private void mark(PendingNotice pending) {
        AlertNotice notice = pending.notice();
        ours.remove(notice.id());
        Optional<AlertState> after = run.tried(() -> book.markSent(notice));
        after.filter(state -> !state.pending().isEmpty())
                .ifPresentOrElse(
                        state -> waiting.put(notice.targetId(), state), () -> waiting.remove(notice.targetId()));
    }

    private void release(PendingNotice pending) {
        Instant lease = ours.remove(pending.notice().id());
        if (lease != null) {
            run.tried(() -> book.releaseLease(new PendingNotice(pending.notice(), lease)));
        }
    }
}
