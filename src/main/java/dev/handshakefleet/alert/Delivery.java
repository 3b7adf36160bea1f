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
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.Parallel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Sends the pending notices of many targets. Several invocations can deliver at the same time, and each can be killed at any
 * point.
 *
 * <p>The algorithm is an outbox with leases. A notice is first stored with the alert state, in the same conditional write, and
 * then sent. The right to send it is a lease in the stored notice, of {@value #LEASE_SECONDS} seconds or until 30 s after the end of a
 * longer run: the invocation that
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
 *   <li>A notice is sent only after it is stored, and only under a lease of this invocation that lasts for at least 30 s, so
 *       that two invocations do not send it at the same time.
 *   <li>After the state table has failed, nothing is sent before it answers again, because nothing could be marked as sent.
 *   <li>A notice is removed only after it was taken over. Where the removal fails, the notice is sent again with the same id: at
 *       least once, not exactly once.
 *   <li>No notice of an alert is sent before an older one of the same alert, also where the older one was refused.
 *   <li>Every step is a conditional write, so that of two invocations one fails and reads the state that the other one left.
 * </ul>
 *
 * <p>Calls to the table run in parallel, one target by itself. Targets are added by several threads; then one thread sends.
 */
final class Delivery {

    private static final int LEASE_SECONDS = 60;

    /** Of a run without a deadline, and the shortest one. */
    static final Duration LEASE = Duration.ofSeconds(LEASE_SECONDS);

    /** The part of a lease that must be left when a notice is sent. */
    private static final Duration TO_SEND = LEASE.dividedBy(2);

    /** Lambda ends every invocation after 15 minutes. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(15);

    private static final int MOST_AT_ONCE = 64;

    /** The most notices that are sent before they are marked, so that little is sent twice where the time ends. */
    private static final int MOST_UNMARKED = 250;

    /** The time that is left for sending so many and marking them. */
    private static final Duration LONGEST_PART = Duration.ofSeconds(2);

    /** Leases that are not released in time end by themselves. */
    private static final Duration TO_RELEASE = Duration.ofMillis(500);

    /** One round for each notice that can be pending, and one for a notice that is added meanwhile. */
    private static final int MOST_ROUNDS = Decision.MOST_PENDING + 1;

    private final AlertStateStore states;
    private final Notifier notifier;
    private final Clock clock;
    private final Duration lease;
    private final Deadline until;
    private final AlertRun run;
    private final Parallel calls = new Parallel(MOST_AT_ONCE);
    private final Map<String, AlertState> targets = new ConcurrentHashMap<>();
    private final Map<String, Instant> ours = new ConcurrentHashMap<>();

    /** A delivery that ends with its run. */
    Delivery(AlertStateStore states, Notifier notifier, Clock clock, Duration lease, AlertRun run) {
        this(states, notifier, clock, lease, run.until(), run);
    }

    /**
     * @param lease the length of a lease, see {@link #lease}
     * @param until when the last call has ended
     */
    Delivery(AlertStateStore states, Notifier notifier, Clock clock, Duration lease, Deadline until, AlertRun run) {
        this.states = states;
        this.notifier = notifier;
        this.clock = clock;
        this.lease = lease;
        this.until = until;
        this.run = run;
    }

    /**
     * The notices of a run are sent at its end, which the lease of the first must reach.
     *
     * @param until the end of the run
     */
    static Duration lease(Deadline until) {
        Duration reachesEnd = until.orIn(LONGEST_RUN).remaining().plus(TO_SEND);
        return reachesEnd.compareTo(LEASE) > 0 ? reachesEnd : LEASE;
    }

    /** @return the end of a lease that begins now, in whole milliseconds, because it is compared with the stored value */
    Instant leaseEnd() {
        return clock.instant().plus(lease).truncatedTo(ChronoUnit.MILLIS);
    }

    /** @return how many notices wait */
    int size() {
        return ours.size();
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
            if (isOver()) {
                leaveAll(inOrder(), CircuitBreaker.NO_TIME_LEFT);
                return;
            }
            List<PendingNotice> held = calls.map(inOrder(), this::hold).stream()
                    .flatMap(List::stream)
                    .toList();
            if (held.isEmpty()) {
                return;
            }
            Optional<String> cannotMark = run.cannotMark(
                    () -> states.readAgain(held.getFirst().notice().targetId()));
            if (cannotMark.isPresent()) {
                leaveAll(inOrder(), cannotMark.get());
                return;
            }
            send(held);
        }
    }

    private boolean isOver() {
        return until.remaining().compareTo(LONGEST_PART) <= 0;
    }

    private List<AlertState> inOrder() {
        return targets.values().stream()
                .sorted(Comparator.comparingInt((AlertState state) -> run.place(state.targetId()))
                        .thenComparing(AlertState::targetId))
                .toList();
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
        PendingNotice mine = new PendingNotice(pending.notice(), leaseEnd());
        Optional<AlertState> won = run.tried(() -> states.takeLease(mine, clock.instant()));
        won.ifPresent(state -> ours.put(mine.notice().id(), mine.leaseUntil()));
        return won.map(state -> mine);
    }

    /** A lease near its end can end while the notice is being sent. */
    private boolean leaseLasts(PendingNotice held) {
        return held.leaseUntil().minus(TO_SEND).isAfter(clock.instant());
    }

    // ---- send and mark

    private void send(List<PendingNotice> held) {
        Map<String, PendingNotice> byId = held.stream()
                .collect(Collectors.toMap(pending -> pending.notice().id(), pending -> pending));
        List<OutgoingMessage> messages =
                DigestPolicy.messages(held.stream().map(PendingNotice::notice).toList());
        Map<OutgoingMessage, String> failed = new HashMap<>();
        Optional<String> end = Optional.empty();
        for (List<OutgoingMessage> part : parts(messages)) {
            end = end.or(() -> isOver() ? Optional.of(CircuitBreaker.NO_TIME_LEFT) : Optional.empty());
            if (end.isPresent()) {
                String reason = end.get();
                part.forEach(message -> failed.put(message, reason));
            } else {
                List<Notifier.NotSent> notSent = notifier.send(part, until);
                notSent.forEach(message -> failed.put(message.message(), message.reason()));
                end = notSent.stream()
                        .filter(message -> !message.concernsOnlyTheMessage())
                        .map(Notifier.NotSent::reason)
                        .findFirst();
                markAll(
                        part.stream()
                                .filter(message -> !failed.containsKey(message))
                                .toList(),
                        byId);
            }
        }
        Map<String, String> left = new LinkedHashMap<>();
        messages.stream()
                .filter(failed::containsKey)
                .forEach(message ->
                        message.notices().forEach(notice -> left.putIfAbsent(notice.targetId(), failed.get(message))));
        calls.each(left.entrySet(), target -> leave(target.getKey(), target.getValue()));
    }

    /** Messages that are sent and marked before the next ones are sent. Mostly one part. */
    private static List<List<OutgoingMessage>> parts(List<OutgoingMessage> messages) {
        List<List<OutgoingMessage>> parts = new ArrayList<>();
        int notices = MOST_UNMARKED;
        for (OutgoingMessage message : messages) {
            if (notices + message.notices().size() > MOST_UNMARKED) {
                parts.add(new ArrayList<>());
                notices = 0;
            }
            parts.getLast().add(message);
            notices += message.notices().size();
        }
        return parts;
    }

    /** The notices of one target one after the other, because each mark returns the state after it. */
    private void markAll(List<OutgoingMessage> sent, Map<String, PendingNotice> byId) {
        sent.forEach(run::sent);
        Map<String, List<PendingNotice>> byTarget = sent.stream()
                .flatMap(message -> message.notices().stream())
                .map(notice -> byId.get(notice.id()))
                .collect(Collectors.groupingBy(
                        pending -> pending.notice().targetId(), LinkedHashMap::new, Collectors.toList()));
        calls.each(byTarget.values(), ofTarget -> ofTarget.forEach(this::mark));
    }

    private void leaveAll(List<AlertState> states, String reason) {
        calls.each(states, state -> leave(state.targetId(), reason));
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
        if (lease != null && until.remaining().plus(TO_RELEASE).isPositive()) {
            run.tried(() -> states.releaseLease(new PendingNotice(pending.notice(), lease)));
        }
    }
}
