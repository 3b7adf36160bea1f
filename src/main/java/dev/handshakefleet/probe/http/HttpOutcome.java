package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HttpFacts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of one HTTP exchange. The duration of a phase that did not complete is empty; no duration is negative.
 *
 * @param facts present as soon as the head of the final response has arrived, whatever follows
 * @param request from the call that passes the request to the stream until its departure. In HTTP/2 the request is the
 *     connection preface, SETTINGS, WINDOW_UPDATE and HEADERS together
 * @param ttfb from that departure until the arrival of the first byte of the final response: of its status line, or of
 *     its HEADERS frame. Interim responses (1xx) and HTTP/2 frames of the connection (SETTINGS, PING) do not end it
 * @param download from then until the arrival of the last byte of the response: of its content, or of the framing that
 *     ends it (last chunk, trailers, END_STREAM). If only the close of the connection ends the response, the close
 *     itself does not count. If reading stopped at the limit, the download ends with the bytes that reached the limit
 * @param contentCut whether the content was longer than the limit of 8 MB; {@code bodyBytes} is 8 MB then
 * @param failure the reason for which the exchange failed; after an unexpected status, all phases are present as well
 */
public record HttpOutcome(
        Optional<HttpFacts> facts,
        Optional<Duration> request,
        Optional<Duration> ttfb,
        Optional<Duration> download,
        boolean contentCut,
        Optional<Failure> failure) {

    public HttpOutcome {
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(ttfb, "ttfb");
        Objects.requireNonNull(download, "download");
        Objects.requireNonNull(failure, "failure");
    }

    /** Returns the same outcome with another failure. */
    public HttpOutcome withFailure(Optional<Failure> other) {
        return new HttpOutcome(facts, request, ttfb, download, contentCut, other);
    }
}
