package dev.handshakefleet.probe.tls;

/**
 * A session that a server offered for resumption, with its secret. Immutable; {@code toString} shows nothing of either.
 * It can be offered more than once, and a server can refuse any use.
 */
public sealed interface ResumableSession permits OlderSession, PskTicket {}
