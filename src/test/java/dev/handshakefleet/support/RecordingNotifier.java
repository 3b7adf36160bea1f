package dev.handshakefleet.support;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.notice.OutgoingMessage;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A notifier that records the notices it accepts, in order. It can refuse messages. Safe for use by several threads. */
public final class RecordingNotifier implements Notifier {

    /** The reason that it gives for each message that it refuses. */
    public static final String REFUSED = "refused by the test";

    private final List<AlertNotice> notices = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean refusesAll;
    private volatile boolean refusesEveryThirdCall;

    /** @return the notices accepted so far; a live view, which cannot be changed */
    public List<AlertNotice> notices() {
        return Collections.unmodifiableList(notices);
    }

    /** Refuses every message from now on, or accepts them again. */
    public void refuseAll(boolean refuse) {
        refusesAll = refuse;
    }

    /** Refuses the messages of every third call from now on, or accepts them again. */
    public void refuseEveryThirdCall(boolean refuse) {
        refusesEveryThirdCall = refuse;
    }

    @Override
    public List<NotSent> send(List<OutgoingMessage> messages) {
        if (refusesAll || (refusesEveryThirdCall && calls.incrementAndGet() % 3 == 0)) {
            return messages.stream()
                    .map(message -> new NotSent(message, REFUSED, false))
                    .toList();
        }
        messages.forEach(message -> notices.addAll(message.notices()));
        return List.of();
    }
}
