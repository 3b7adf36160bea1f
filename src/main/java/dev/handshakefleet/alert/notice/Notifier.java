package dev.handshakefleet.alert.notice;

import dev.handshakefleet.base.Deadline;
import java.util.List;

/** Sends messages. {@link SnsNotifier} publishes them to SNS; {@code LocalNotifier} prints them and writes them to a file. */
public interface Notifier {

    /**
     * A message that was not sent.
     *
     * @param message the message
     * @param reason the reason, in a plain sentence
     * @param concernsOnlyTheMessage whether the fault lies in this message, so that others can be sent
     */
    record NotSent(OutgoingMessage message, String reason, boolean concernsOnlyTheMessage) {}

    /**
     * Sends messages. Returns when each message is accepted for good or has failed. Faults of the service are returned and not
     * thrown.
     *
     * @return the messages that were not sent
     */
    List<NotSent> send(List<OutgoingMessage> messages);

    /**
     * As {@link #send(List)}, as far as the time lasts. A notifier without calls to a service may ignore the time.
     *
     * @param until no call lasts longer, and no retry begins later
     */
    default List<NotSent> send(List<OutgoingMessage> messages, Deadline until) {
        return send(messages);
    }
}
