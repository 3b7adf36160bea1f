package dev.handshakefleet.support;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.notice.Notifier;
import java.util.Collection;
import java.util.List;

/** A door to people for tests. */
public final class Notices {

    private Notices() {}

    /** Takes every message over and keeps its notices. */
    public static Notifier keptIn(Collection<AlertNotice> kept) {
        return messages -> {
            messages.forEach(message -> kept.addAll(message.notices()));
            return List.of();
        };
    }
}
