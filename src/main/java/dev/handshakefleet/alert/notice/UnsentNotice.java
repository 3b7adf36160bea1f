package dev.handshakefleet.alert.notice;

import dev.handshakefleet.alert.decide.AlertNotice;

/**
 * A notice that could not be sent. It is stored and waits for the next run.
 *
 * @param notice the notice
 * @param reason the reason, in a plain sentence
 */
public record UnsentNotice(AlertNotice notice, String reason) {}
