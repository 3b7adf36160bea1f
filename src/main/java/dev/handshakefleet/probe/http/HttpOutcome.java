package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HttpFacts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one HTTP exchange. A phase that did not come to its end is empty; none is below zero.
 *
 * @param facts there as soon as the head of the final answer has come, whatever happened after it
 * @param request from the call that hands the request to the stream until its departure; with HTTP/2 the request is the
 *     connection preface, SETTINGS, WINDOW_UPDATE and HEADERS in one go
 * @param ttfb from that departure until the arrival of the bytes among which the first byte of the final answer was: of
 *     its status line, or of its HEADERS frame. Interim answers (1xx) and what a server of HTTP/2 says about the
 *     connection (SETTINGS, PING) lie inside it and do not end it
 * @param download from then until the arrival of the last byte of the answer: of its content, or of the framing that ends
 *     it (last chunk, trailers, END_STREAM). Where only the close of the connection ends it, the close itself does not
 *     count. Where reading stopped at the bound, until the arrival of the bytes that reached it
 * @param contentCut whether there was more content than the 8 MB that are read; {@code bodyBytes} is 8 MB then
 * @param failure why it did not go as expected; with an unexpected status all phases are there as well
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
}
