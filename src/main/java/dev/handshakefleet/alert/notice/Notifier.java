package dev.handshakefleet.alert.notice;

import java.util.List;

/** The door to people. Two keepers: {@link SnsNotifier}, and {@code LocalNotifier}, which prints and keeps. */
public interface Notifier {

    /**
     * A message that was not taken over.
     *
     * @param message which
     * @param reason why, in a plain sentence
     * @param concernsOnlyTheMessage whether others may go through
     */
    record NotSent(OutgoingMessage message, String reason, boolean concernsOnlyTheMessage) {}

    /**
     * Hands messages over. Returns once each is taken over for good or is known not to be. Never throws for what the service
     * does.
     *
     * @return those that were not
     */
    List<NotSent> send(List<OutgoingMessage> messages);
}
