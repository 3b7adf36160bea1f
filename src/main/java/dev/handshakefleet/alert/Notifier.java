package dev.handshakefleet.alert;

/** The door to people. Two keepers: {@link SnsNotifier}, and {@link LocalNotifier}, which prints and keeps. */
public interface Notifier {

    /**
     * Hands a notice over. Returns once it is taken over for good.
     *
     * @throws NotSentException when it was not
     */
    void send(AlertNotice notice) throws NotSentException;
}
