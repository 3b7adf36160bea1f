package dev.handshakefleet.probe.http;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.HttpCheck;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PushPromiseFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * HTTP/2 (RFC 9113) with prior knowledge. The first flight holds the preface, SETTINGS, WINDOW_UPDATE and the request.
 * The codec acknowledges SETTINGS and PING. Server push is refused. The flow-control windows are opened once, to at
 * least the limit of content, so that they never delay the download. The codec widens the window of the connection
 * together with that of the stream.
 */
final class Http2Conversation implements Conversation {

    private final HttpCheck check;
    private final String authority;
    private final ResponseProgress answer;
    private final FrameBoundaries boundaries = new FrameBoundaries();
    private final StreamOpener opener = new StreamOpener();
    private final CodecChannel channel = new CodecChannel(codec(), opener);
    private final Http2FrameStream stream = opener.newStream();
    private Optional<String> goAwayReason = Optional.empty();

    Http2Conversation(HttpCheck check, String authority, ResponseProgress answer) {
        this.check = check;
        this.authority = authority;
        this.answer = answer;
    }

    /** Gives the single stream its number. */
    private static final class StreamOpener extends Http2ChannelDuplexHandler {}

    private static Http2FrameCodec codec() {
        Http2Settings settings = new Http2Settings()
                .pushEnabled(false)
                .initialWindowSize(HttpLimits.MOST_RECEIVED)
                .maxHeaderListSize(HttpLimits.MOST_HEAD);
        return Http2FrameCodecBuilder.forClient().initialSettings(settings).build();
    }

    @Override
    public byte[] request() {
        Http2Headers headers = new DefaultHttp2Headers()
                .method(check.method().name())
                .scheme("https")
                .authority(authority)
                .path(check.path())
                .set("user-agent", HttpExchange.USER_AGENT)
                .set("accept", HttpExchange.ACCEPT);
        channel.write(new DefaultHttp2HeadersFrame(headers, true).stream(stream));
        return channel.toSend();
    }

    @Override
    public byte[] receive(Arrival arrival) throws BrokenExchangeException {
        int from = 0;
        while (from < arrival.bytes().length && !answer.isComplete()) {
            int to = boundaries.nextBoundary(arrival, from);
            channel.read(arrival.bytes(), from, to);
            takeMessages(arrival.nanos());
            from = to;
        }
        return channel.toSend();
    }

    @Override
    public void end() throws BrokenExchangeException {
        throw new BrokenExchangeException(
                Kind.CLOSED_BY_PEER,
                (answer.isBegun()
                                ? "The server closed the connection in the middle of its answer"
                                : "The server closed the connection without an answer")
                        + goAwayReason.map(" after "::concat).orElse(""));
    }

    private void takeMessages(long nanos) throws BrokenExchangeException {
        for (Object message : channel.messages()) {
            try {
                take(message, nanos);
            } finally {
                CodecChannel.release(message);
            }
        }
    }

    /** The codec has already handled the frames of the connection (SETTINGS, PING, WINDOW_UPDATE, unknown frames). */
    private void take(Object message, long nanos) throws BrokenExchangeException {
        switch (message) {
            case Http2HeadersFrame head -> takeHead(head, nanos);
            case Http2DataFrame data -> takeContent(data, nanos);
            case Http2ResetFrame reset ->
                throw new BrokenExchangeException(
                        Kind.CLOSED_BY_PEER, "The server reset the stream: " + named(reset.errorCode()));
            case Http2GoAwayFrame goAway -> takeGoAway(goAway);
            case Http2PushPromiseFrame push ->
                throw BrokenExchangeException.protocol("it pushed an answer although push is refused");
            default -> {
                // The codec has handled it.
            }
        }
    }

    private void takeHead(Http2HeadersFrame head, long nanos) throws BrokenExchangeException {
        answer.arrived(nanos);
        if (!answer.isBegun()) {
            int code = status(head.headers());
            if (code < 200) {
                answer.interim(code);
            } else {
                answer.begin("HTTP/2", code, boundaries.headNanos());
            }
        }
        completeIf(head.isEndStream());
    }

    private void takeContent(Http2DataFrame data, long nanos) throws BrokenExchangeException {
        if (!answer.isBegun()) {
            throw BrokenExchangeException.protocol("it sent content before the head of its answer");
        }
        answer.arrived(nanos);
        answer.content(data.content().readableBytes());
        completeIf(data.isEndStream());
    }

    /** GOAWAY (RFC 9113, 6.8): the server still responds to the streams up to the number that the frame names. */
    private void takeGoAway(Http2GoAwayFrame goAway) throws BrokenExchangeException {
        String debug = goAway.content().toString(StandardCharsets.ISO_8859_1);
        String reason = "GOAWAY " + named(goAway.errorCode()) + (debug.isBlank() ? "" : ": " + SafeText.quoted(debug));
        if (goAway.lastStreamId() < stream.id()) {
            throw new BrokenExchangeException(
                    Kind.CLOSED_BY_PEER, "The server will not answer on this connection: " + reason);
        }
        goAwayReason = Optional.of(reason);
    }

    private void completeIf(boolean endOfStream) throws BrokenExchangeException {
        if (endOfStream) {
            if (!answer.isBegun()) {
                throw BrokenExchangeException.protocol("it ended the stream without a final answer");
            }
            answer.complete();
        }
    }

    private static int status(Http2Headers headers) throws BrokenExchangeException {
        String text = headers.status() == null ? "" : headers.status().toString();
        if (!text.matches("[1-5][0-9]{2}")) {
            throw BrokenExchangeException.protocol(SafeText.quoted(text) + " is not a status code");
        }
        return Integer.parseInt(text);
    }

    private static String named(long code) {
        Http2Error error = Http2Error.valueOf(code);
        return (error == null ? "unknown error" : error.name()) + "(" + code + ")";
    }
}
