package dev.handshakefleet.fleet;

/**
 * A valid target that was not probed in this run.
 *
 * @param target its id
 * @param reason why not
 */
public record NotProbed(String target, String reason) {}
