package dev.handshakefleet.alert;

import java.util.List;

/**
 * What came of a run's observations.
 *
 * @param sent notices that the notifier took over
 * @param unsent notices that are stored and wait for the next run
 * @param undecided targets whose state could not be read or written
 */
public record AlertOutcome(List<AlertNotice> sent, List<UnsentNotice> unsent, List<Undecided> undecided) {

    public AlertOutcome {
        sent = List.copyOf(sent);
        unsent = List.copyOf(unsent);
        undecided = List.copyOf(undecided);
    }
}
