package dev.handshakefleet.probe.http;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.HttpCheck;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/1.1 (RFC 9112), and responses in HTTP/1.0. It accepts the deviations that RFC 9112 lets a client accept (bare
 * line feeds, a repeated Content-Length of equal value), because browsers show such pages as well.
 */
final class Http1Conversation implements Conversation {

    private final HttpCheck check;
    private final String authority;
    private final ResponseProgress answer;
    private final CodecChannel channel = new CodecChannel(codec());
    private int headBytes;
    private boolean betweenHeads = true;
    private long headNanos;

    Http1Conversation(HttpCheck check, String authority, ResponseProgress answer) {
        this.check = check;
        this.authority = authority;
        this.answer = answer;
    }

    /**
     * Made for each use: Quarkus loads all classes at start-up, and a static field would load this Netty type with
     * them.
     */
    private static HttpClientCodec codec() {
        HttpDecoderConfig reading = new HttpDecoderConfig()
                .setMaxInitialLineLength(HttpLimits.MOST_STATUS_LINE)
                .setMaxHeaderSize(HttpLimits.MOST_HEAD)
                .setStrictLineParsing(false)
                .setAllowDuplicateContentLengths(true)
                .setValidateHeaders(false);
        return new HttpClientCodec(reading, false, false);
    }

    @Override
    public byte[] request() {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(check.method().name()), check.path());
        request.headers()
                .set(HttpHeaderNames.HOST, authority)
                .set(HttpHeaderNames.USER_AGENT, HttpExchange.USER_AGENT)
                .set(HttpHeaderNames.ACCEPT, HttpExchange.ACCEPT)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channel.write(request);
        return channel.toSend();
    }

    /**
     * Passes bytes to the codec line by line until the head of the final response is complete. Each head ends at the
     * end of a line, so the arrival in which the next head begins is known.
     */
    @Override
    public byte[] receive(Arrival arrival) throws BrokenExchangeException {
        byte[] bytes = arrival.bytes();
        int from = 0;
        while (from < bytes.length && !answer.isComplete()) {
            if (betweenHeads) {
                from = beginHead(arrival, from);
                continue;
            }
            int to = answer.isBegun() ? bytes.length : endOfLine(bytes, from);
            countHead(to - from);
            channel.read(bytes, from, to);
            answer.arrived(arrival.nanos());
            takeMessages();
            from = to;
        }
        return channel.toSend();
    }

    @Override
    public void end() throws BrokenExchangeException {
        channel.end();
        takeMessages();
        if (!answer.isComplete()) {
            throw new BrokenExchangeException(
                    Kind.CLOSED_BY_PEER,
                    answer.isBegun()
                            ? "The server closed the connection in the middle of its answer"
                            : "The server closed the connection without an answer");
        }
    }

    /**
     * Skips empty lines before a status line, as RFC 9112, 2.2 requires of servers.
     *
     * @return the index of the status line, or the end of the arrival
     */
    private int beginHead(Arrival arrival, int from) throws BrokenExchangeException {
        byte[] bytes = arrival.bytes();
        int at = from;
        while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        countHead(at - from);
        if (at < bytes.length) {
            if (bytes[at] != 'H') {
                String line = new String(bytes, at, endOfLine(bytes, at) - at, StandardCharsets.ISO_8859_1);
                throw BrokenExchangeException.protocol("it sent " + SafeText.quoted(line));
            }
            headNanos = arrival.nanos();
            betweenHeads = false;
        }
        return at;
    }

    private void countHead(int bytes) throws BrokenExchangeException {
        if (!answer.isBegun()) {
            headBytes += bytes;
            if (headBytes > HttpLimits.MOST_HEAD) {
                throw BrokenExchangeException.tooMuch("more than " + HttpLimits.MOST_HEAD + " bytes of headers");
            }
        }
    }

    private void takeMessages() throws BrokenExchangeException {
        for (Object message : channel.messages()) {
            try {
                take((HttpObject) message);
            } finally {
                CodecChannel.release(message);
            }
        }
    }

    private void take(HttpObject message) throws BrokenExchangeException {
        if (message.decoderResult().isFailure()) {
            throw CodecChannel.complaint(message.decoderResult().cause());
        }
        if (message instanceof HttpResponse head) {
            takeHead(head);
        }
        if (message instanceof HttpContent content && answer.isBegun()) {
            answer.content(content.content().readableBytes());
        }
        if (message instanceof LastHttpContent) {
            takeEnd();
        }
    }

    private void takeHead(HttpResponse head) throws BrokenExchangeException {
        HttpVersion version = head.protocolVersion();
        if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
            throw BrokenExchangeException.protocol(
                    "it answered in " + SafeText.octets(version.text(), HttpLimits.MOST_SHOWN));
        }
        int code = head.status().code();
        if (code >= 100 && code < 200) {
            answer.interim(code);
        } else {
            answer.begin(version.minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1", code, headNanos);
        }
    }

    private void takeEnd() {
        if (answer.isBegun()) {
            answer.complete();
        } else {
            betweenHeads = true;
        }
    }

    private static int endOfLine(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, bytes.length);
    }
}
