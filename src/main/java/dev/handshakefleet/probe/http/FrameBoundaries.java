package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.net.Arrival;

/**
 * Finds the boundaries of HTTP/2 frames in the arriving bytes (RFC 9113, 4.1: 24 bits of length, 8 of type, 8 of flags,
 * 32 of stream). It records when a header block began and counts the frames without content. It reads only the nine
 * bytes of each frame header; the codec interprets the frames. Used by one thread.
 */
final class FrameBoundaries {

    private static final int HEADER_BYTES = 9;
    private static final int TYPE_AT = 3;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;

    private int headerBytesRead;
    private int length;
    private int type;
    private int payloadLeft;
    private int controlFrames;
    private int headBytes;
    private long frameNanos;
    private long headNanos;

    /**
     * @param from the index of the first byte not yet handled
     * @return the index after the frame of that byte, or the end of the arrival
     */
    int nextBoundary(Arrival arrival, int from) throws BrokenExchangeException {
        byte[] bytes = arrival.bytes();
        int at = from;
        while (headerBytesRead < HEADER_BYTES && at < bytes.length) {
            header(bytes[at++] & 0xff, arrival.nanos());
        }
        int payload = Math.min(payloadLeft, bytes.length - at);
        payloadLeft -= payload;
        if (headerBytesRead == HEADER_BYTES && payloadLeft == 0) {
            headerBytesRead = 0;
        }
        return at + payload;
    }

    /** @return the arrival of the first byte of the newest HEADERS frame */
    long headNanos() {
        return headNanos;
    }

    private void header(int value, long nanos) throws BrokenExchangeException {
        if (headerBytesRead == 0) {
            frameNanos = nanos;
            length = 0;
        }
        if (headerBytesRead < TYPE_AT) {
            length = length << 8 | value;
        } else if (headerBytesRead == TYPE_AT) {
            type = value;
        }
        if (++headerBytesRead == HEADER_BYTES) {
            payloadLeft = length;
            count();
        }
    }

    private void count() throws BrokenExchangeException {
        if (type == HEADERS) {
            headNanos = frameNanos;
        }
        if (type == HEADERS || type == CONTINUATION) {
            headBytes += length;
            if (headBytes > HttpLimits.MOST_HEAD) {
                throw BrokenExchangeException.tooMuch("more than " + HttpLimits.MOST_HEAD + " bytes of headers");
            }
        }
        if (type != DATA && ++controlFrames > HttpLimits.MOST_CONTROL_FRAMES) {
            throw BrokenExchangeException.tooMuch(
                    "more than " + HttpLimits.MOST_CONTROL_FRAMES + " frames without content");
        }
    }
}
