package dev.handshakefleet.alert;

import dev.handshakefleet.measurement.AwsFault;
import dev.handshakefleet.probe.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Keeps account of one run, and of what is down: after the table failed once, no other target is tried, and after three
 * notices failed, no other is sent, because a service that is not there would eat the time of all. What is wrong with one
 * target or one notice alone does not count as the service being down. Used by one thread.
 */
final class AlertRun {

    private static final int MOST_FAILURES = 3;

    private final Function<SdkException, String> sentence;
    private final Deadline until;
    private final List<AlertNotice> sent = new ArrayList<>();
    private final List<UnsentNotice> unsent = new ArrayList<>();
    private final List<Undecided> undecided = new ArrayList<>();
    private Optional<String> tableIsDown = Optional.empty();
    private String lastFailure = "";
    private int failures;

    /**
     * @param sentence says why the table failed
     * @param until after that no further target is begun
     */
    AlertRun(Function<SdkException, String> sentence, Deadline until) {
        this.sentence = sentence;
        this.until = until;
    }

    /** The states read; where they cannot be, none, and every target is undecided. */
    StoredStates orUndecided(Supplier<StoredStates> read) {
        try {
            return read.get();
        } catch (SdkException fault) {
            tableIsDown = Optional.of(sentence.apply(fault));
            return StoredStates.NONE;
        }
    }

    /** Handles one target, unless the table is down or the time is over. */
    void step(String targetId, Runnable handling) {
        if (tableIsDown.isPresent()) {
            undecided.add(new Undecided(targetId, tableIsDown.get()));
            return;
        }
        if (until.hasPassed()) {
            undecided.add(new Undecided(targetId, "no time was left in this run"));
            return;
        }
        try {
            handling.run();
        } catch (SdkException fault) {
            String reason = sentence.apply(fault);
            undecided.add(new Undecided(targetId, reason));
            if (!AwsFault.concernsOnlyTheRequest(fault)) {
                tableIsDown = Optional.of(reason);
            }
        } catch (UnreadableStateException | AlertDesk.LostEveryRaceException ofThisTarget) {
            undecided.add(new Undecided(targetId, ofThisTarget.getMessage()));
        }
    }

    boolean notifierIsDown() {
        return failures >= MOST_FAILURES;
    }

    void sent(AlertNotice notice) {
        sent.add(notice);
    }

    void failed(NotSentException failure) {
        if (!failure.concernsOnlyTheNotice()) {
            failures++;
            lastFailure = failure.getMessage();
        }
    }

    /** All that wait behind a failure wait for its reason. */
    void unsent(List<PendingNotice> pending, String reason) {
        pending.forEach(waiting -> unsent.add(new UnsentNotice(waiting.notice(), reason)));
    }

    /** The same, without having tried. */
    void unsent(List<PendingNotice> pending) {
        unsent(pending, lastFailure);
    }

    AlertOutcome outcome() {
        return new AlertOutcome(sent, unsent, undecided);
    }
}
