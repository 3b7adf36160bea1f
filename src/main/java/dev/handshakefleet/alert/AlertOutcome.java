package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.SuppressedNotice;
import dev.handshakefleet.alert.notice.UnsentNotice;
import java.util.List;

/**
 * What came of a run's observations.
 *
 * @param sent notices that the notifier took over, those of digests among them
 * @param messages how many messages these were
 * @param unsent notices that are stored and wait for the next run
 * @param suppressed notices that a silence held back, each once
 * @param undecided targets whose state could not be read or written
 * @param problems what went wrong besides, in plain sentences
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
}
