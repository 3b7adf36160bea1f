/**
 * One HTTP request after a TLS handshake: HTTP/2 if ALPN chose {@code h2}, otherwise HTTP/1.1. Netty's codecs run in memory on
 * the caller's thread, so every wait can be timed. No event loop, socket or native library of Netty is used, and no class of
 * Netty is loaded before the first exchange.
 *
 * <pre>
 *   HTTP check, authority, ALPN ─► {@code HttpExchange} ─► {@code HttpOutcome}
 *                                    ├ {@code Conversation}   {@code Http1Conversation}, {@code Http2Conversation}
 *                                    │    └ {@code CodecChannel}     a Netty pipeline without a network
 *                                    └ {@code ResponseProgress}    the answer so far, with its instants
 * </pre>
 *
 * <p>Every answer may be hostile: {@code HttpLimits} bounds it. The body is counted, not kept and not decompressed. Redirects are
 * not followed.
 */
package dev.handshakefleet.probe.http;
