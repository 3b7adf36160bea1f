package dev.handshakefleet.probe.http;

import static dev.handshakefleet.probe.http.Exchanges.GET;
import static dev.handshakefleet.probe.http.Exchanges.HEAD;
import static dev.handshakefleet.probe.http.Exchanges.assertFailed;
import static dev.handshakefleet.probe.http.Exchanges.http2;
import static dev.handshakefleet.probe.http.Exchanges.millis;
import static dev.handshakefleet.probe.http.Frames.ACK;
import static dev.handshakefleet.probe.http.Frames.END_HEADERS;
import static dev.handshakefleet.probe.http.Frames.END_STREAM;
import static dev.handshakefleet.probe.http.Frames.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.probe.result.HttpFacts;
import dev.handshakefleet.target.Phase;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Http2ExchangeTest {

    private static Frames greeting() {
        return new Frames().settings().settingsAck();
    }

    private static HttpOutcome get(Frames frames) {
        return http2(GET, new ScriptedStream().says(frames.bytes()).fallsSilent());
    }

    @Test
    void firstBytesArePrefaceSettingsWindowAndRequest() {
        ScriptedStream stream = new ScriptedStream().fallsSilent();

        http2(GET, stream);

        assertThat(stream.heardText()).startsWith("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        byte[] afterPreface = Arrays.copyOfRange(stream.heard(), 24, stream.heard().length);
        assertThat(HexFormat.of().formatHex(afterPreface))
                .as("SETTINGS: ENABLE_PUSH 0, INITIAL_WINDOW_SIZE 16 MB, MAX_HEADER_LIST_SIZE 32 KB")
                .startsWith("000012040000000000" + "000200000000" + "000401000000" + "000600008000")
                .as("WINDOW_UPDATE of the connection to 32 MB")
                .contains("000004080000000000" + "01fe0002")
                .as("HEADERS of stream 3, END_HEADERS and END_STREAM")
                .contains("010500000003");
    }

    @Test
    void everyPhaseEndsAtItsInstant() {
        byte[] head = new Frames().head(200, 0).bytes();
        ScriptedStream stream = new ScriptedStream()
                .says(greeting().bytes())
                .says(Arrays.copyOf(head, 1))
                .says(Arrays.copyOfRange(head, 1, head.length))
                .says(new Frames().data(5, 0).bytes())
                .says(new Frames().data(0, END_STREAM).bytes());

        HttpOutcome outcome = http2(GET, stream);

        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/2", 200, 5));
        assertThat(outcome.ttfb()).isEqualTo(millis(2));
        assertThat(outcome.download()).isEqualTo(millis(3));
        assertThat(outcome.failure()).isEmpty();
    }

    @Test
    void headerBlockInSeveralFramesBeginsWithItsFirstFrame() {
        byte[] block = Frames.statusBlock(204);
        ScriptedStream stream = new ScriptedStream()
                .says(greeting().bytes())
                .says(new Frames()
                        .frame(1, END_STREAM, STREAM, Arrays.copyOf(block, 2))
                        .bytes())
                .says(new Frames()
                        .frame(9, END_HEADERS, STREAM, Arrays.copyOfRange(block, 2, block.length))
                        .bytes());

        HttpOutcome outcome = http2(GET, stream);

        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/2", 204, 0));
        assertThat(outcome.ttfb()).isEqualTo(millis(2));
        assertThat(outcome.download()).isEqualTo(millis(1));
    }

    @Test
    void responseInSingleBytesIsTheSameResponse() {
        byte[] answer = greeting()
                .head(103, 0)
                .ping()
                .head(200, 0)
                .data(300, 0)
                .frame(0xbe, 0, 0, (byte) 1)
                .data(20, 0)
                .frame(1, END_HEADERS | END_STREAM, STREAM, (byte) 0, (byte) 1, (byte) 't', (byte) 1, (byte) 'u')
                .bytes();

        HttpOutcome whole = http2(GET, new ScriptedStream().says(answer));
        HttpOutcome singles = http2(GET, new ScriptedStream().saysByteByByte(answer));

        assertThat(whole.facts()).contains(new HttpFacts("HTTP/2", 200, 320)).isEqualTo(singles.facts());
        assertThat(whole.failure()).isEmpty();
        assertThat(singles.failure()).isEmpty();
        assertThat(singles.ttfb())
                .isEqualTo(millis(greeting().head(103, 0).ping().bytes().length + 1));
    }

    @Test
    void settingsAndPingsAreAcknowledged() {
        ScriptedStream stream = new ScriptedStream()
                .says(greeting().ping().bytes())
                .says(new Frames().head(200, END_STREAM).bytes());

        http2(GET, stream);

        byte[] acknowledgements =
                new Frames().settingsAck().frame(6, ACK, 0, new byte[8]).bytes();
        assertThat(stream.heard()).endsWith(acknowledgements);
    }

    @Test
    void responseIsReadAlthoughTheServerNoLongerReads() {
        ScriptedStream stream = new ScriptedStream()
                .says(greeting().bytes())
                .says(new Frames().head(200, 0).data(3, END_STREAM).bytes())
                .thatIsDeaf();

        assertThat(http2(GET, stream).failure()).isEmpty();
    }

    @Test
    void responseToHeadHasNoContent() {
        byte[] block = Arrays.copyOf(Frames.statusBlock(200), 9);
        System.arraycopy(new byte[] {0x0f, 0x0d, 1, '7'}, 0, block, 5, 4);
        HttpOutcome outcome = http2(
                HEAD,
                new ScriptedStream()
                        .says(greeting()
                                .frame(1, END_HEADERS | END_STREAM, STREAM, block)
                                .bytes())
                        .fallsSilent());

        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/2", 200, 0));
        assertThat(outcome.failure()).isEmpty();
    }

    @Test
    void fiveMegabytesPassTheFlowControlWindow() {
        Frames frames = greeting().head(200, 0);
        for (int count = 0; count < 320; count++) {
            frames.data(16_384, 0);
        }

        HttpOutcome outcome = get(frames.data(0, END_STREAM));

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/2", 200, 5 << 20));
        assertThat(outcome.contentCut()).isFalse();
    }

    @Test
    void contentBeyondTheLimitIsNotRead() {
        Frames frames = greeting().head(200, 0);
        for (int count = 0; count < 513; count++) {
            frames.data(16_384, 0);
        }

        HttpOutcome outcome = get(frames);

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/2", 200, 8 << 20));
        assertThat(outcome.contentCut()).isTrue();
    }

    @Test
    void resetStreamIsNamed() {
        assertFailed(get(greeting().reset(7)), Phase.TTFB, Kind.CLOSED_BY_PEER, "reset the stream: REFUSED_STREAM(7)");
        assertFailed(
                get(greeting().head(200, 0).data(1, 0).reset(2)),
                Phase.DOWNLOAD,
                Kind.CLOSED_BY_PEER,
                "reset the stream: INTERNAL_ERROR(2)");
        assertFailed(get(greeting().reset(4711)), Phase.TTFB, Kind.CLOSED_BY_PEER, "unknown error(4711)");
    }

    @Test
    void goAwayIsNamed() {
        assertFailed(
                get(greeting().goAway(0, 11, "too\nmuch")),
                Phase.TTFB,
                Kind.CLOSED_BY_PEER,
                "GOAWAY ENHANCE_YOUR_CALM(11): \"too\\x0amuch\"");
        assertFailed(
                http2(
                        GET,
                        new ScriptedStream()
                                .says(greeting().goAway(STREAM, 1, "").bytes())
                                .closes()),
                Phase.TTFB,
                Kind.CLOSED_BY_PEER,
                "closed the connection without an answer after GOAWAY PROTOCOL_ERROR(1)");
    }

    @Test
    void goAwayDoesNotEndAStreamInProgress() {
        HttpOutcome outcome = get(greeting()
                .goAway(Integer.MAX_VALUE, 0, "")
                .head(200, 0)
                .goAway(STREAM, 0, "")
                .data(9, END_STREAM));

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/2", 200, 9));
    }

    @Test
    void earlyEndIsNamed() {
        assertFailed(http2(GET, new ScriptedStream().closes()), Phase.TTFB, Kind.CLOSED_BY_PEER, "without an answer");
        assertFailed(
                http2(
                        GET,
                        new ScriptedStream()
                                .says(greeting().head(200, 0).data(1, 0).bytes())
                                .closes()),
                Phase.DOWNLOAD,
                Kind.CLOSED_BY_PEER,
                "in the middle of its answer");
        assertFailed(get(greeting().head(200, 0)), Phase.DOWNLOAD, Kind.TIMEOUT, "did not end in time");
        assertFailed(
                http2(GET, new ScriptedStream().says(greeting().bytes()).resets()),
                Phase.TTFB,
                Kind.CONNECTION_RESET,
                "reset");
    }

    @Test
    void unexpectedStatusIsAnErrorWithAllItsFacts() {
        HttpOutcome outcome = get(greeting().head(404, 0).data(4, END_STREAM));

        assertFailed(outcome, Phase.TTFB, Kind.HTTP_ERROR, "HTTP 404, expected 200-399");
        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/2", 404, 4));
    }

    @Test
    void http1InsteadIsAProtocolError() {
        assertFailed(
                http2(GET, new ScriptedStream().says("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")),
                Phase.TTFB,
                Kind.PROTOCOL_ERROR,
                "SETTINGS");
    }

    @Test
    void forbiddenFramesAreAProtocolError() {
        assertBroken(greeting().frame(5, END_HEADERS, STREAM, HexFormat.of().parseHex("00000002828784")), "push");
        assertBroken(greeting().head(600, END_STREAM), "");
        assertBroken(greeting().head(101, 0), "101");
        assertBroken(greeting().head(103, END_STREAM), "without a final answer");
        assertBroken(greeting().frame(1, END_HEADERS | END_STREAM, STREAM), "status");
        assertBroken(greeting().data(1, 0), "content before");
        assertBroken(greeting().head(103, 0).data(1, 0), "content before");
        assertBroken(greeting().frame(1, END_HEADERS | END_STREAM, 5, Frames.statusBlock(200)), "");
        assertBroken(greeting().frame(0, 0, STREAM, new byte[16_385]), "");
        assertBroken(greeting().frame(9, END_HEADERS, STREAM, (byte) 0x88), "");
        assertBroken(greeting().frame(1, END_HEADERS, STREAM, (byte) 0xff, (byte) 0xff), "");
        assertBroken(greeting().frame(8, 0, 0, Frames.number(0)), "");
        assertBroken(new Frames().head(200, END_STREAM), "SETTINGS");
    }

    private static void assertBroken(Frames frames, String word) {
        HttpOutcome outcome = get(frames);
        assertThat(outcome.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).as(failure.detail()).isEqualTo(Kind.PROTOCOL_ERROR);
            assertThat(failure.detail()).startsWith("The server broke HTTP: ").contains(word);
        });
    }

    @Test
    void endlessMessagesAreCutOff() {
        Frames settings = greeting();
        Frames pings = greeting();
        Frames windows = greeting();
        Frames unknown = greeting();
        Frames interim = greeting();
        Frames empty = greeting().head(200, 0);
        Frames continuations = greeting().frame(1, 0, STREAM, (byte) 0x88);
        for (int count = 0; count < 300; count++) {
            settings.settings();
            pings.ping();
            windows.frame(8, 0, 0, Frames.number(1));
            unknown.frame(0xbe, 0, 0);
            interim.head(103, 0);
            empty.data(0, 0);
            continuations.frame(9, 0, STREAM);
        }
        assertBroken(settings, "256 frames");
        assertBroken(pings, "256 frames");
        assertBroken(windows, "256 frames");
        assertBroken(unknown, "256 frames");
        assertBroken(interim, "8 interim answers");
        assertBroken(empty, "");
        assertBroken(continuations, "");
    }

    @Test
    void headerSizeIsLimited() {
        Frames onTheWire = greeting().frame(1, 0, STREAM, new byte[16_384]);
        for (int count = 0; count < 2; count++) {
            onTheWire.frame(9, 0, STREAM, new byte[16_384]);
        }
        assertBroken(onTheWire, "32768");
        assertBroken(greeting().frame(1, END_HEADERS | END_STREAM, STREAM, bomb()), "");
    }

    /** 4,000 bytes of value put into the dynamic table once and named 10,000 times: 14 KB that unpack to 40 MB. */
    private static byte[] bomb() {
        byte[] block = new byte[14_012];
        Arrays.fill(block, (byte) 0xbe);
        byte[] entry = {(byte) 0x88, 0x40, 1, 'x', 0x7f, (byte) 0xa1, 0x1e};
        System.arraycopy(entry, 0, block, 0, entry.length);
        Arrays.fill(block, entry.length, entry.length + 4_000, (byte) 'y');
        return block;
    }
}
