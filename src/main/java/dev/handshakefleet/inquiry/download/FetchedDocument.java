package dev.handshakefleet.inquiry.download;

import java.util.OptionalLong;

/**
 * The answer to a download. The body belongs to the caller.
 *
 * @param body the body as received, never inflated
 * @param retryAfterSeconds what the answer's {@code Retry-After} asks for (RFC 9110, 10.2.3), 0 or more; empty where it
 *     asks for nothing that can be read
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record FetchedDocument(byte[] body, OptionalLong retryAfterSeconds) {}
