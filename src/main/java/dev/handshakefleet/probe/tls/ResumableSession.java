package dev.handshakefleet.probe.tls;

/**
 * What a server gave us to come back with, and the secret that goes with it. Immutable; shows nothing of either. May be
 * offered more than once; a server may refuse any use.
 */
public sealed interface ResumableSession permits OlderSession, PskTicket {}
