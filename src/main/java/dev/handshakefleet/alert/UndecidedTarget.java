package dev.handshakefleet.alert;

/**
 * A target of which it could not be decided whether people have to be told; the next run decides.
 *
 * @param targetId its id
 * @param reason why not
 */
public record UndecidedTarget(String targetId, String reason) {}
