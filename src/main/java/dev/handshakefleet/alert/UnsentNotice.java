package dev.handshakefleet.alert;

/**
 * A notice that is stored and waits for the next run.
 *
 * @param notice what is to be sent
 * @param reason why it was not
 */
public record UnsentNotice(AlertNotice notice, String reason) {}
