package dev.handshakefleet.probe.http;

import static dev.handshakefleet.probe.http.Exchanges.GET;
import static dev.handshakefleet.probe.http.Exchanges.HEAD;
import static dev.handshakefleet.probe.http.Exchanges.assertFailed;
import static dev.handshakefleet.probe.http.Exchanges.http1;
import static dev.handshakefleet.probe.http.Exchanges.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.probe.result.HttpFacts;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.HttpCheck.Method;
import dev.handshakefleet.target.HttpCheck.StatusRange;
import dev.handshakefleet.target.Phase;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1ExchangeTest {

    private static ScriptedStream server() {
        return new ScriptedStream();
    }

    @Test
    void requestIsOneMessageWithFewHeaders() {
        ScriptedStream stream = server().says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        HttpOutcome outcome = http1(GET, stream);

        assertThat(stream.heardText()).isEqualToIgnoringCase("""
                        GET /health?deep=1 HTTP/1.1\r
                        host: example.com\r
                        user-agent: handshake-fleet\r
                        accept: */*\r
                        connection: close\r
                        \r
                        """);
        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.1", 200, 2));
        assertThat(outcome.failure()).isEmpty();
    }

    @Test
    void everyPhaseEndsAtItsInstant() {
        HttpOutcome outcome = http1(
                GET,
                server().says("HT")
                        .says("TP/1.1 200 OK\r\nContent-Le")
                        .says("ngth: 4\r\n\r\n")
                        .says("co")
                        .says("de"));

        assertThat(outcome.request())
                .hasValueSatisfying(took -> assertThat(took).isBetween(Duration.ZERO, Duration.ofSeconds(60)));
        assertThat(outcome.ttfb()).isEqualTo(millis(1));
        assertThat(outcome.download()).isEqualTo(millis(4));
    }

    @Test
    void firstByteIsThatOfTheFinalResponseNotOfAnInterimResponse() {
        HttpOutcome outcome = http1(
                GET,
                server().says("HTTP/1.1 100 Continue\r\n\r\n")
                        .says("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nH")
                        .says("TTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));

        assertThat(outcome.ttfb()).isEqualTo(millis(2));
        assertThat(outcome.download()).isEqualTo(millis(1));
        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.1", 200, 0));
    }

    @Test
    void responseInSingleBytesIsTheSameResponse() {
        byte[] answer =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nT: u\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1);

        HttpOutcome whole = http1(GET, server().says(answer));
        HttpOutcome singles = http1(GET, server().saysByteByByte(answer));

        assertThat(whole.facts()).contains(new HttpFacts("HTTP/1.1", 200, 4)).isEqualTo(singles.facts());
        assertThat(singles.ttfb()).isEqualTo(millis(1));
        assertThat(singles.download()).isEqualTo(millis(answer.length - 1));
        assertThat(singles.failure()).isEmpty();
    }

    @Test
    void contentUntilTheCloseEndsWithItsLastByte() {
        HttpOutcome outcome = http1(
                GET, server().says("HTTP/1.0 200 OK\r\n\r\nabc").says("def").closes());

        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.0", 200, 6));
        assertThat(outcome.download()).isEqualTo(millis(1));
        assertThat(outcome.failure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void responseToHeadHasNoContentInSpiteOfItsHeaders(String answer) {
        ScriptedStream stream = server().says(answer).fallsSilent();

        HttpOutcome outcome = http1(HEAD, stream);

        assertThat(stream.heardText()).startsWith("HEAD /health HTTP/1.1\r\n");
        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.1", 200, 0));
        assertThat(outcome.failure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void responsesWithoutContentEndAfterTheHead(int status) {
        HttpOutcome outcome = http1(
                GET,
                server().says("HTTP/1.1 " + status + " x\r\nEtag: y\r\n\r\n").fallsSilent());

        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.1", status, 0));
        assertThat(outcome.failure()).isEmpty();
    }

    @Test
    void redirectIsAResponse() {
        HttpOutcome outcome = http1(
                GET, server().says("HTTP/1.1 301 Moved\r\nLocation: https://elsewhere/\r\nContent-Length: 0\r\n\r\n"));

        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.1", 301, 0));
        assertThat(outcome.failure()).isEmpty();
    }

    @Test
    void unusualButAllowedMessagesAreAccepted() {
        assertThat(http1(GET, server().says("HTTP/1.1 200\nContent-Length: 2\n\nok"))
                        .failure())
                .isEmpty();
        assertThat(http1(GET, server().says("HTTP/1.1 200 \r\nContent-Length: 2, 2\r\n\r\nok"))
                        .failure())
                .isEmpty();
        assertThat(http1(GET, server().says("HTTP/1.1 200 OK\r\nX Odd: \u0001\r\nContent-Length: 2\r\n\r\nok"))
                        .failure())
                .isEmpty();
    }

    @Test
    void unexpectedStatusIsAnErrorWithAllItsFacts() {
        HttpOutcome outcome = http1(GET, server().says("HTTP/1.1 503 Busy\r\nContent-Length: 3\r\n\r\nno!"));

        assertFailed(outcome, Phase.TTFB, Kind.HTTP_ERROR, "HTTP 503, expected 200-399");
        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.1", 503, 3));
        assertThat(outcome.download()).isPresent();
    }

    @Test
    void unexpectedStatusIsReportedBeforeABrokenDownload() {
        HttpCheck check = new HttpCheck(Method.GET, "/", List.of(new StatusRange(200, 200), new StatusRange(301, 302)));

        HttpOutcome outcome = http1(check, server().says("HTTP/1.1 500 Oh\r\nContent-Length: 3\r\n\r\nn"));

        assertFailed(outcome, Phase.TTFB, Kind.HTTP_ERROR, "HTTP 500, expected 200, 301-302");
        assertThat(outcome.download()).isEmpty();
    }

    @Test
    void earlyCloseIsNamed() {
        assertFailed(http1(GET, server().closes()), Phase.TTFB, Kind.CLOSED_BY_PEER, "without an answer");
        assertFailed(
                http1(GET, server().says("HTTP/1.1 20").closes()),
                Phase.TTFB,
                Kind.CLOSED_BY_PEER,
                "without an answer");
        HttpOutcome inContent = http1(
                GET,
                server().says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
                        .closes());
        assertFailed(inContent, Phase.DOWNLOAD, Kind.CLOSED_BY_PEER, "in the middle of its answer");
        assertThat(inContent.facts()).contains(new HttpFacts("HTTP/1.1", 200, 3));
        assertThat(inContent.ttfb()).isPresent();
        assertFailed(
                http1(
                        GET,
                        server().says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                                .closes()),
                Phase.DOWNLOAD,
                Kind.CLOSED_BY_PEER,
                "in the middle");
    }

    @Test
    void resetIsNamed() {
        assertFailed(http1(GET, server().resets()), Phase.TTFB, Kind.CONNECTION_RESET, "reset");
        assertFailed(
                http1(GET, server().says("HTTP/1.1 200 OK\r\n\r\nabc").resets()),
                Phase.DOWNLOAD,
                Kind.CONNECTION_RESET,
                "reset");
    }

    @Test
    void missingResponseIsNamed() {
        assertFailed(http1(GET, server().fallsSilent()), Phase.TTFB, Kind.TIMEOUT, "did not answer in time");
        assertFailed(
                http1(GET, server().says("HTTP/1.1 200 OK\r\n\r\nabc").fallsSilent()),
                Phase.DOWNLOAD,
                Kind.TIMEOUT,
                "did not end in time");
    }

    @Test
    void requestThatCannotBeSentIsNamed() {
        assertFailed(
                http1(GET, unwilling(new SocketException("Broken pipe"))),
                Phase.REQUEST,
                Kind.CONNECTION_RESET,
                "reset");
        assertFailed(
                http1(GET, unwilling(new SocketTimeoutException())), Phase.REQUEST, Kind.TIMEOUT, "could not be sent");
        HttpOutcome outcome = http1(GET, unwilling(new IOException("bad_record_mac\n(20)")));
        assertFailed(outcome, Phase.REQUEST, Kind.PROTOCOL_ERROR, "bad_record_mac (20)");
        assertThat(outcome.request()).isEmpty();
    }

    private static TimedStream unwilling(IOException reason) {
        return new TimedStream() {
            @Override
            public Departure send(byte[] bytes, Deadline deadline) throws IOException {
                throw reason;
            }

            @Override
            public Arrival receive(Deadline deadline) {
                throw new AssertionError("nothing was asked");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "ICY/1.0 200 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 999 Odd\r\n\r\n",
                "HTTP/1.1 42 Odd\r\n\r\n",
                "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nabcdef",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "\u0000\u0000\u0012\u0004\u0000\u0000\u0000\u0000\u0000\r\n\r\n",
                "\u001b[31mred\r\n\r\n"
            })
    void malformedResponseIsAProtocolError(String nonsense) {
        HttpOutcome outcome = http1(GET, server().says(nonsense).fallsSilent());

        assertThat(outcome.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL_ERROR);
            assertThat(failure.detail()).startsWith("The server broke HTTP: ").matches("[ -~]{1,200}");
        });
    }

    @Test
    void endlessMessagesAreCutOff() {
        assertFailed(
                http1(GET, server().saysForEver("HTTP/1.1 103 Early\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1))),
                Phase.TTFB,
                Kind.PROTOCOL_ERROR,
                "more than 8 interim answers");
        assertFailed(
                http1(GET, server().saysForEver("\r\n".repeat(1_000).getBytes(StandardCharsets.ISO_8859_1))),
                Phase.TTFB,
                Kind.PROTOCOL_ERROR,
                "");
        assertFailed(
                http1(GET, server().says("HTTP/1.1 200 OK\r\n" + ("X: " + "y".repeat(200) + "\r\n").repeat(200))),
                Phase.TTFB,
                Kind.PROTOCOL_ERROR,
                "32768");
        assertFailed(
                http1(GET, server().says("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000))),
                Phase.TTFB,
                Kind.PROTOCOL_ERROR,
                "32768");
        assertFailed(
                http1(GET, server().says("HTTP/1.1 200 " + "O".repeat(5_000) + "\r\n")),
                Phase.TTFB,
                Kind.PROTOCOL_ERROR,
                "4096");
        assertFailed(
                http1(
                        GET,
                        server().says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                                + "T: u\r\n".repeat(20_000))),
                Phase.DOWNLOAD,
                Kind.PROTOCOL_ERROR,
                "32768");
    }

    @Test
    void chunksWithMoreFramingThanContentAreCutOff() {
        String chunk = "1;" + "x".repeat(1_000) + "\r\ny\r\n";
        ScriptedStream stream = server().says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int count = 0; count < 20_000; count += 10) {
            stream.says(chunk.repeat(10));
        }

        assertFailed(http1(GET, stream), Phase.DOWNLOAD, Kind.PROTOCOL_ERROR, "sent more than");
    }

    @Test
    void contentBeyondTheLimitIsNotRead() {
        ScriptedStream stream = server().says("HTTP/1.1 200 OK\r\n\r\n");
        for (int count = 0; count < 1_000; count++) {
            stream.says(new byte[16_000]);
        }

        HttpOutcome outcome = http1(GET, stream);

        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.1", 200, 8 << 20));
        assertThat(outcome.contentCut()).isTrue();
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.download()).isEqualTo(millis(8 * 1024 * 1024 / 16_000 + 1));
    }

    @Test
    void contentOfExactlyTheLimitIsWhole() {
        HttpOutcome outcome = http1(
                GET,
                server().says("HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n")
                        .says(new byte[8 << 20]));

        assertThat(outcome.facts()).contains(new HttpFacts("HTTP/1.1", 200, 8 << 20));
        assertThat(outcome.contentCut()).isFalse();
    }

    @Test
    void endlessContentEndsAtTheDeadline() {
        HttpOutcome outcome =
                HttpExchange.run(GET, "example.com", Optional.empty(), drip(), Deadline.in(Duration.ofSeconds(1)));

        assertFailed(outcome, Phase.DOWNLOAD, Kind.TIMEOUT, "did not end in time");
    }

    /** After the head, a byte is there whenever it is asked for, and each takes until the deadline. */
    private static TimedStream drip() {
        ScriptedStream head = new ScriptedStream().says("HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n");
        AtomicBoolean headIsRead = new AtomicBoolean();
        return new TimedStream() {
            @Override
            public Departure send(byte[] bytes, Deadline deadline) throws IOException {
                return head.send(bytes, deadline);
            }

            @Override
            public Arrival receive(Deadline deadline) throws IOException {
                if (!headIsRead.getAndSet(true)) {
                    return head.receive(deadline);
                }
                while (!deadline.hasPassed()) {
                    Thread.onSpinWait();
                }
                return new Arrival(new byte[] {'H'}, System.nanoTime());
            }
        };
    }

    @Test
    void lineBreaksNeverReachTheRequest() {
        HttpCheck check = new HttpCheck(Method.GET, "/\r\nX: y", HttpCheck.ANY_SUCCESS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> http1(check, server()))
                .withMessageContaining("path");
    }
}
