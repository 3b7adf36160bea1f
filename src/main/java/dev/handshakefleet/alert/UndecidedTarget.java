package dev.handshakefleet.alert;

/**
 * A target for which this run could not decide. The next run decides.
 *
 * @param targetId the id of the target
 * @param reason the reason, in a plain sentence
 */
public record UndecidedTarget(String targetId, String reason) {}
