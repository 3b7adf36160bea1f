package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.result.HttpFacts;
import java.time.Duration;
import java.util.Optional;

/**
 * The part of the server's response that has arrived so far. Instants are values of {@link System#nanoTime}. Used by
 * one thread.
 */
final class ResponseProgress {

    private String version = "";
    private int status;
    private int interim;
    private long contentBytes;
    private boolean begun;
    private boolean complete;
    private boolean cut;
    private long firstByteNanos;
    private long lastByteNanos;

    /** Counts one interim response (RFC 9110, 15.2). */
    void interim(int code) throws BrokenExchangeException {
        if (code == 101) {
            throw BrokenExchangeException.protocol("it switched protocols (101) without a request to do so");
        }
        if (++interim > HttpLimits.MOST_INTERIM) {
            throw BrokenExchangeException.tooMuch("more than " + HttpLimits.MOST_INTERIM + " interim answers");
        }
    }

    /**
     * Records that the head of the final response is complete.
     *
     * @param nanos the arrival of its first byte
     */
    void begin(String httpVersion, int code, long nanos) throws BrokenExchangeException {
        if (code < 200 || code > 599) {
            throw BrokenExchangeException.protocol("status " + code + " is not in 200 to 599");
        }
        version = httpVersion;
        status = code;
        firstByteNanos = nanos;
        begun = true;
    }

    /** Counts content. At the limit of content, the response counts as complete. */
    void content(int bytes) {
        contentBytes += bytes;
        if (contentBytes > HttpLimits.MOST_CONTENT) {
            contentBytes = HttpLimits.MOST_CONTENT;
            cut = true;
            complete = true;
        }
    }

    /** Records the arrival of bytes of the response. */
    void arrived(long nanos) {
        lastByteNanos = nanos;
    }

    void complete() {
        complete = true;
    }

    boolean isBegun() {
        return begun;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isCut() {
        return cut;
    }

    Optional<HttpFacts> facts() {
        return begun ? Optional.of(new HttpFacts(version, status, contentBytes)) : Optional.empty();
    }

    /** @return the time from that instant to the first byte of the final response */
    Optional<Duration> firstByteAfter(long nanos) {
        return begun ? Optional.of(atLeastZero(firstByteNanos - nanos)) : Optional.empty();
    }

    Optional<Duration> download() {
        return begun && complete ? Optional.of(atLeastZero(lastByteNanos - firstByteNanos)) : Optional.empty();
    }

    static Duration atLeastZero(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos));
    }
}
