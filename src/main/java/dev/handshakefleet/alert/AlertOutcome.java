package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.SuppressedNotice;
import dev.handshakefleet.alert.notice.UnsentNotice;
import java.util.List;
import java.util.stream.Stream;

/**
 * The outcome of alerting for one run. Immutable.
 *
 * @param sent the notices that were sent, including those in digests
 * @param messages the number of messages that carried them
 * @param unsent the notices that are stored and wait for the next run
 * @param suppressed the notices that a silence suppressed for the first time
 * @param undecided the targets with a state that could not be read or written, or for which no time was left
 * @param problems other problems, in plain sentences
 */
public record AlertOutcome(
        List<AlertNotice> sent,
        int messages,
        List<UnsentNotice> unsent,
        List<SuppressedNotice> suppressed,
        List<UndecidedTarget> undecided,
        List<String> problems) {

    public AlertOutcome {
        sent = List.copyOf(sent);
        unsent = List.copyOf(unsent);
        suppressed = List.copyOf(suppressed);
        undecided = List.copyOf(undecided);
        problems = List.copyOf(problems);
    }

    /** @return both outcomes of one run */
    public AlertOutcome and(AlertOutcome other) {
        return new AlertOutcome(
                both(sent, other.sent),
                messages + other.messages,
                both(unsent, other.unsent),
                both(suppressed, other.suppressed),
                both(undecided, other.undecided),
                both(problems, other.problems).stream().distinct().toList());
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
