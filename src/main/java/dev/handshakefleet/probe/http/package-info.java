/**
 * One HTTP request over a connection whose TLS handshake is done: HTTP/2 where ALPN chose {@code h2}, else HTTP/1.1. The
 * words of both versions are Netty's codecs, driven in memory on the caller's thread: bytes go in and out by our own
 * stream, so that every wait is ours to time. No event loop, no socket, no native library of Netty is ever touched, and
 * no class of it before the first exchange.
 *
 * <pre>
 *   HttpCheck, authority, ALPN ─► {@link dev.handshakefleet.probe.http.HttpExchange} ─► {@link dev.handshakefleet.probe.http.HttpOutcome}
 *                                   │  TimedStream    when bytes left and came
 *                                   ├ {@code Conversation}   what is said: {@code Http1Conversation}, {@code Http2Conversation}
 *                                   │    └ {@code CodecChannel}   a Netty pipeline without a network
 *                                   └ {@code ResponseProgress}         what came of it so far, with its instants
 * </pre>
 *
 * Every answer is hostile until shown otherwise: {@code HttpLimits} says how much of what is taken from it. Its content is
 * counted, never kept and never decompressed; redirects are answers, not ways. Nothing here judges TLS.
 */
package dev.handshakefleet.probe.http;
