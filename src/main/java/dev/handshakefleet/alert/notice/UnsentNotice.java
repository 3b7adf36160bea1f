package dev.handshakefleet.alert.notice;

import dev.handshakefleet.alert.decide.AlertNotice;

/**
 * A notice that is stored and waits for the next run.
 *
 * @param notice what is to be sent
 * @param reason why it was not
 */
public record UnsentNotice(AlertNotice notice, String reason) {}
