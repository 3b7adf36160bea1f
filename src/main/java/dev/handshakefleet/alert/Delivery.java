package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.PendingNotice;
import dev.handshakefleet.alert.notice.DigestPolicy;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.notice.OutgoingMessage;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.aws.CircuitBreaker;
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
 * Sends the pending notices of many targets. Several invocations can deliver at the same time, and each can be killed at any
 * point.
 *
 * <p>The algorithm is an outbox with leases. A notice is first stored with the alert state, in the same conditional write, and
 * then sent. The right to send it is a lease of {@value #LEASE_SECONDS} seconds in the stored notice: the invocation that
 * decided the notice holds the first lease, and any other invocation can take the lease after it has ended. An invocation that
 * is killed therefore loses no notice; a later run takes the lease and sends. A notice that was taken over by the notifier is
 * removed from the state. Delivery runs in rounds, because another invocation can add a notice to a target meanwhile: every
 * write returns the state after it, and a target with a pending notice takes part in the next round.
 *
 * <pre>
 *   hold     for each alert of a target, the oldest notice with a lease of ours. Behind a notice that another invocation
 *            holds, our leases are released: the invocation that sends the older notice continues with the younger ones
 *   send     all held notices, in as few messages and calls as possible
 *   mark     remove the notices that were taken over; release the leases of the others for the next run
 * </pre>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A notice is sent only after it is stored, and only under a lease of this invocation that lasts for at least half of its
 *       length, so that two invocations do not send it at the same time.
 *   <li>A notice is removed only after it was taken over. Where the removal fails, the notice is sent again with the same id: at
 *       least once, not exactly once.
 *   <li>No notice of an alert is sent before an older one of the same alert, also where the older one was refused.
 *   <li>Every step is a conditional write, so that of two invocations one fails and reads the state that the other one left.
 * </ul>
 *
 * <p>Used by one thread.
 */
final class Delivery {

    private static final int LEASE_SECONDS = 60;
    private static final Duration LEASE = Duration.ofSeconds(LEASE_SECONDS);

    /** One round for each notice that can be pending, and one for a notice that is added meanwhile. */
    private static final int MOST_ROUNDS = Decision.MOST_PENDING + 1;

    private final AlertStateStore states;
    private final Notifier notifier;
    private final Clock clock;
    private final AlertRun run;
    private final Map<String, AlertState> targets = new LinkedHashMap<>();
    private final Map<String, Instant> ours = new HashMap<>();

    Delivery(AlertStateStore states, Notifier notifier, Clock clock, AlertRun run) {
        this.states = states;
        this.notifier = notifier;
        this.clock = clock;
        this.run = run;
    }

    /** @return the end of a lease that begins now, in whole milliseconds, because it is compared with the stored value */
    static Instant leaseEnd(Clock clock) {
        return clock.instant().plus(LEASE).truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Adds a target to the delivery.
     *
     * @param state the stored state
     * @param justDecided the notices that this invocation decided and stored under its lease
     */
    void add(AlertState state, List<AlertNotice> justDecided) {
        if (!state.pending().isEmpty()) {
            targets.put(state.targetId(), state);
        }
        state.pending().stream()
                .filter(pending -> justDecided.stream()
                        .anyMatch(notice -> notice.id().equals(pending.notice().id())))
                .forEach(pending -> ours.put(pending.notice().id(), pending.leaseUntil()));
    }

    /** Sends the notices that this invocation holds or can take. */
    void sendAll() {
        for (int round = 0; round < MOST_ROUNDS && !targets.isEmpty(); round++) {
            List<PendingNotice> held = new ArrayList<>();
            List.copyOf(targets.values()).forEach(state -> held.addAll(hold(state)));
            if (held.isEmpty()) {
                return;
            }
            if (run.isOver()) {
                List.copyOf(targets.keySet()).forEach(targetId -> leave(targetId, CircuitBreaker.NO_TIME_LEFT));
                return;
            }
            send(held);
        }
    }

    // ---- hold

    /** @return the oldest notice of each alert of the target, as far as this invocation holds it now */
    private List<PendingNotice> hold(AlertState state) {
        Map<String, PendingNotice> held = new LinkedHashMap<>();
        boolean isBehindOther = false;
        for (PendingNotice pending : state.pending()) {
            String alert = pending.notice().alertId();
            if (held.containsKey(alert)) {
                continue;
            }
            Optional<PendingNotice> mine = isBehindOther ? Optional.empty() : held(pending);
            isBehindOther |= mine.isEmpty();
            if (isBehindOther) {
                release(pending);
            }
            mine.ifPresent(taken -> held.put(alert, taken));
        }
        if (held.isEmpty()) {
            targets.remove(state.targetId());
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
        Optional<AlertState> won = run.tried(() -> states.takeLease(mine, clock.instant()));
        won.ifPresent(state -> ours.put(mine.notice().id(), mine.leaseUntil()));
        return won.map(state -> mine);
    }

    /** A lease near its end can end while the notice is being sent. */
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

    /** After a failure all notices of the target wait for the next run, so that their order is kept. */
    private void leave(String targetId, String reason) {
        Optional.ofNullable(targets.remove(targetId)).stream()
                .flatMap(state -> state.pending().stream())
                .filter(this::isHeldByNoOther)
                .forEach(pending -> {
                    run.unsent(pending.notice(), reason);
                    release(pending);
                });
    }

    private boolean isHeldByNoOther(PendingNotice pending) {
        return ours.containsKey(pending.notice().id()) || !pending.leaseUntil().isAfter(clock.instant());
    }

    private void mark(PendingNotice pending) {
        AlertNotice notice = pending.notice();
        ours.remove(notice.id());
        Optional<AlertState> after = run.tried(() -> states.markSent(notice));
        after.filter(state -> !state.pending().isEmpty())
                .ifPresentOrElse(
                        state -> targets.put(notice.targetId(), state), () -> targets.remove(notice.targetId()));
    }

    private void release(PendingNotice pending) {
        Instant lease = ours.remove(pending.notice().id());
        if (lease != null) {
            run.tried(() -> states.releaseLease(new PendingNotice(pending.notice(), lease)));
        }
    }
}
