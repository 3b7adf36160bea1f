package dev.handshakefleet.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.Phase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of real servers, mutated at random: each gives a result within the contract, and no read hangs. */
class MutatedAnswersTest {

    private static final int ROUNDS = 20_000;

    private static final Set<Kind> CONTRACT =
            EnumSet.of(Kind.TIMEOUT, Kind.CLOSED_BY_PEER, Kind.CONNECTION_RESET, Kind.PROTOCOL_ERROR, Kind.HTTP_ERROR);
    private static final Set<Phase> PHASES = EnumSet.of(Phase.REQUEST, Phase.TTFB, Phase.DOWNLOAD);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Recording(String alpn, byte[] answer) {

        @Override
        public String toString() {
            return alpn + " of " + answer.length + " bytes";
        }
    }

    static List<Recording> recordings() {
        return List.of(
                http1("""
                        HTTP/1.1 200 OK
                        Server: nginx/1.22.1
                        Date: Mon, 23 Nov 2026 10:00:00 GMT
                        Content-Type: text/html
                        Content-Length: 11
                        Connection: close

                        hello world"""),
                http1("""
                        HTTP/1.1 103 Early Hints
                        Link: </a.css>; rel=preload

                        HTTP/1.1 200 OK
                        Transfer-Encoding: chunked

                        5
                        hello
                        6;a=b
                         world
                        0
                        T: u

                        """),
                http1("""
                        HTTP/1.0 200 OK
                        Server: SimpleHTTP

                        until the close"""),
                http2(NGINX),
                http2(HexFormat.of()
                        .formatHex(new Frames()
                                .settings()
                                .settingsAck()
                                .ping()
                                .head(103, 0)
                                .frame(8, 0, 0, Frames.number(1_000))
                                .frame(1, 0, Frames.STREAM, (byte) 0x88)
                                .frame(9, Frames.END_HEADERS, Frames.STREAM, (byte) 0, (byte) 1, (byte) 'a', (byte) 0)
                                .data(40, 0)
                                .frame(0, 8, Frames.STREAM, new byte[] {4, 1, 2, 3, 0, 0, 0, 0})
                                .goAway(Frames.STREAM, 0, "bye")
                                .data(1, Frames.END_STREAM)
                                .bytes())));
    }

    /** The answer of nginx 1.22 in clear text to {@code GET /small} (11 bytes), recorded on loopback. */
    private static final String NGINX =
            "000012040000000000000300000080000400010000000500ffffff0000040800000000007fff0000"
                    + "000000040100000000000069010400000003887689aa6355e580ae212e1f6196d07abe94132a693f"
                    + "75040138a099b8d3d704ea98b46f5f87497ca58ae819aa5c0231316c96d07abe94132a693f750401"
                    + "38a099b8d3d704e298b46f00832a47378afe5c8c0d48020d68ff9f008919085ad2b583aa62a3848f"
                    + "d24a8f00000b00010000000368656c6c6f20776f726c64";

    private static Recording http1(String text) {
        return new Recording("http/1.1", text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Recording http2(String hex) {
        return new Recording("h2", HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void unmutatedRecordingIsAResponse(Recording recording) {
        assertThat(exchange(recording, pieces(recording.answer(), new Random(1)).closes())
                        .failure())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    @Timeout(120)
    void mutatedRecordingHasAValidOutcome(Recording recording) {
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            HttpOutcome outcome =
                    exchange(recording, ended(pieces(mutated(recording.answer(), random), random), random));
            outcome.failure().ifPresent(failure -> {
                seen.add(failure.kind());
                assertThat(failure.phase()).isIn(PHASES);
                assertThat(failure.detail()).matches("[ -~]{1,400}");
            });
            assertThat(outcome.facts().isPresent() || outcome.failure().isPresent())
                    .isTrue();
            outcome.facts().ifPresent(facts -> assertThat(facts.status()).isBetween(200, 599));
        }
        assertThat(CONTRACT).containsAll(seen);
        assertThat(seen).contains(Kind.PROTOCOL_ERROR, Kind.CLOSED_BY_PEER);
    }

    private static HttpOutcome exchange(Recording recording, ScriptedStream stream) {
        return HttpExchange.run(
                Exchanges.GET,
                "example.com",
                Optional.of(recording.alpn()),
                stream,
                Deadline.in(Duration.ofSeconds(60)));
    }

    private static ScriptedStream pieces(byte[] answer, Random random) {
        ScriptedStream stream = new ScriptedStream();
        int from = 0;
        while (from < answer.length) {
            int to = Math.min(answer.length, from + 1 + random.nextInt(200));
            stream.says(Arrays.copyOfRange(answer, from, to));
            from = to;
        }
        return stream;
    }

    private static ScriptedStream ended(ScriptedStream stream, Random random) {
        return random.nextInt(4) == 0 ? stream.resets() : stream.closes();
    }

    /** One to four mutations: a bit flipped, a byte replaced, a piece left out, repeated or moved, the end cut off. */
    private static byte[] mutated(byte[] answer, Random random) {
        byte[] bytes = answer;
        for (int count = 1 + random.nextInt(4); count > 0 && bytes.length > 1; count--) {
            int at = random.nextInt(bytes.length);
            int length = 1 + random.nextInt(Math.min(30, bytes.length - at));
            bytes = bytes.clone();
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 ->
                    bytes = joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
                case 3 ->
                    bytes = joined(Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
                case 4 ->
                    System.arraycopy(
                            bytes.clone(), at, bytes, random.nextInt(Math.max(1, bytes.length - length)), length);
                default -> bytes = Arrays.copyOf(bytes, at + 1);
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
