package dev.handshakefleet.seen;

import java.time.Instant;

/**
 * A new leaf replaced another.
 *
 * @param target id of the target
 * @param replaced fingerprint of the leaf that was served before
 * @param by fingerprint of the one that is served now
 * @param at the first appearance of the new one
 */
public record LeafReplacement(String target, String replaced, String by, Instant at) {}
