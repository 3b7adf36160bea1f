package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.SuppressedNotice;
import dev.handshakefleet.alert.notice.OutgoingMessage;
import dev.handshakefleet.alert.notice.UnsentNotice;
import dev.handshakefleet.alert.state.StoredStates;
import dev.handshakefleet.alert.state.UnreadableStateException;
import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.base.Deadline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Collects the outcome of one run. After the state table has failed, the targets of the next 5 s are undecided. A fault of one
 * target does not stop the others. Thread-safe.
 */
final class AlertRun {

    private final CircuitBreaker stateTable;
    private final CircuitBreaker marks;
    private final CircuitBreaker measurementsTable = CircuitBreaker.ofRun(AwsFault::sentence);
    private final Deadline until;
    private final List<AlertNotice> sent = new ArrayList<>();
    private final List<UnsentNotice> unsent = new ArrayList<>();
    private final List<SuppressedNotice> suppressed = new ArrayList<>();
    private final List<UndecidedTarget> undecided = new ArrayList<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private int messages;

    private final ToIntFunction<String> order;

    /** A run whose targets are decided in order. */
    AlertRun(Function<SdkException, String> sentence, Deadline until) {
        this(sentence, until, targetId -> 0);
    }

    /**
     * @param sentence says why the table failed
     * @param until after that no further target is begun
     * @param order the place of each target in the outcome
     */
    AlertRun(Function<SdkException, String> sentence, Deadline until, ToIntFunction<String> order) {
        this.stateTable = CircuitBreaker.ofBatches(sentence);
        this.marks = CircuitBreaker.ofRun(sentence);
        this.until = until;
        this.order = order;
    }

    /** The place of a target in the order of the run. */
    int place(String targetId) {
        return order.applyAsInt(targetId);
    }

    /** The states read; where they cannot be, none, and every target is undecided. */
    StoredStates orUndecided(Supplier<StoredStates> read) {
        try {
            return read.get();
        } catch (SdkException fault) {
            stateTable.open(fault);
            return StoredStates.NONE;
        }
    }

    /** Decides of one target, unless the table is down or the time is over. */
    void decide(String targetId, Runnable decision) {
        Optional<String> reason = stateTable.reason(until);
        if (reason.isPresent()) {
            undecided(targetId, reason.get());
            return;
        }
        try {
            decision.run();
        } catch (SdkException fault) {
            undecided(targetId, stateTable.fault(fault));
        } catch (UnreadableStateException | LostEveryRaceException ofThisTarget) {
            undecided(targetId, ofThisTarget.getMessage());
        }
    }

    /**
     * Says whether a notice that is sent now could be marked as sent. After a fault of the state table this is found out by a
     * look at it, because a notice without its mark is sent again by the next run.
     *
     * @param look reads from the state table
     * @return the reason to send nothing; empty if the table answers
     */
    Optional<String> cannotMark(Runnable look) {
        if (stateTable.reason().isEmpty() || marks.reason().isPresent()) {
            return marks.reason();
        }
        try {
            look.run();
            return Optional.empty();
        } catch (SdkException still) {
            return Optional.of(marks.open(still));
        }
    }

    /**
     * A write beside a notice; where it fails, what is stored tells the next run what to do. It is tried also after another
     * write has failed, until one of its own kind fails.
     */
    <T> Optional<T> tried(Supplier<Optional<T>> write) {
        if (marks.reason().isPresent()) {
            return Optional.empty();
        }
        try {
            return write.get();
        } catch (SdkException fault) {
            problem("Sent notices could not be marked as sent and may be sent again: " + marks.fault(fault));
            return Optional.empty();
        } catch (UnreadableStateException ofThisTarget) {
            problem(ofThisTarget.getMessage());
            return Optional.empty();
        }
    }

    /** The circuit breaker of the measurements table, for all that read it in this run. */
    CircuitBreaker measurementsTable() {
        return measurementsTable;
    }

    Deadline until() {
        return until;
    }

    boolean isOver() {
        return until.hasPassed();
    }

    synchronized void sent(OutgoingMessage message) {
        messages++;
        sent.addAll(message.notices());
    }

    synchronized void unsent(AlertNotice notice, String reason) {
        unsent.add(new UnsentNotice(notice, reason));
    }

    synchronized void suppressed(List<SuppressedNotice> notices) {
        suppressed.addAll(notices);
    }

    synchronized void undecided(String id, String reason) {
        undecided.add(new UndecidedTarget(id, reason));
    }

    synchronized void problem(String sentence) {
        problems.add(sentence);
    }

    synchronized AlertOutcome outcome() {
        return new AlertOutcome(
                sent,
                messages,
                inOrder(unsent, one -> one.notice().targetId()),
                inOrder(suppressed, one -> one.notice().targetId()),
                inOrder(undecided, UndecidedTarget::targetId),
                List.copyOf(problems));
    }

    private <T> List<T> inOrder(List<T> some, Function<T, String> targetId) {
        return some.stream()
                .sorted(Comparator.comparingInt(one -> place(targetId.apply(one))))
                .toList();
    }
}
