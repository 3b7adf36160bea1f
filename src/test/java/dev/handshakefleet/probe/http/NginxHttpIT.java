package dev.handshakefleet.probe.http;

import static dev.handshakefleet.probe.http.Exchanges.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.probe.result.HttpFacts;
import dev.handshakefleet.support.Nginx;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.HttpCheck.Method;
import dev.handshakefleet.target.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchanges with nginx, in clear: HTTP/1.1 on one port, HTTP/2 with prior knowledge on another. */
class NginxHttpIT {

    private static final int LARGE = 5 << 20;
    private static final int BEYOND_THE_BOUND = 9 << 20;

    @TempDir
    private static Path directory;

    private static Nginx nginx;
    private static int http1Port;
    private static int http2Port;

    @BeforeAll
    static void start() throws IOException {
        http1Port = LoopbackPort.free();
        http2Port = LoopbackPort.free();
        Files.writeString(directory.resolve("small"), "hello world");
        Files.write(directory.resolve("large"), new byte[LARGE]);
        Files.write(directory.resolve("beyond"), new byte[BEYOND_THE_BOUND]);
        nginx = Nginx.start(directory, server(), http2Port);
    }

    private static String server() {
        return """
                listen 127.0.0.1:%2$d;
                listen 127.0.0.1:%3$d http2;
                root %1$s;
                location /moved { return 302 /small; }
                location /busy { return 503; }
                location /echo { return 200 "$http_user_agent $http_accept $host"; }
                location /cut { return 444; }
                """.formatted(directory, http1Port, http2Port);
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    private static HttpOutcome ask(String alpn, Method method, String path) throws IOException {
        try (SocketStream stream = new SocketStream(alpn.equals("h2") ? http2Port : http1Port)) {
            return ask(alpn, method, path, stream);
        }
    }

    private static HttpOutcome ask(String alpn, Method method, String path, SocketStream stream) {
        return HttpExchange.run(
                new HttpCheck(method, path, HttpCheck.ANY_SUCCESS),
                "example.com",
                Optional.of(alpn),
                stream,
                Deadline.in(Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource({"http/1.1,HTTP/1.1", "h2,HTTP/2"})
    void contentIsCounted(String alpn, String version) throws IOException {
        assertThat(ask(alpn, Method.GET, "/small").facts()).contains(new HttpFacts(version, 200, 11));
        assertThat(ask(alpn, Method.HEAD, "/large").facts()).contains(new HttpFacts(version, 200, 0));
        assertThat(ask(alpn, Method.GET, "/echo").facts())
                .contains(new HttpFacts(version, 200, "handshake-fleet */* example.com".length()));
        assertThat(ask(alpn, Method.GET, "/moved").facts())
                .hasValueSatisfying(facts -> assertThat(facts.status()).isEqualTo(302));
        assertThat(ask(alpn, Method.GET, "/moved").failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http/1.1,HTTP/1.1", "h2,HTTP/2"})
    void largeContentIsReadWhole(String alpn, String version) throws IOException {
        HttpOutcome outcome = ask(alpn, Method.GET, "/large");

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.facts()).contains(new HttpFacts(version, 200, LARGE));
        assertThat(outcome.contentCut()).isFalse();
        assertThat(outcome.download()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"http/1.1,HTTP/1.1", "h2,HTTP/2"})
    void contentBeyondTheLimitIsNotRead(String alpn, String version) throws IOException {
        HttpOutcome outcome = ask(alpn, Method.GET, "/beyond");

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.facts()).contains(new HttpFacts(version, 200, 8 << 20));
        assertThat(outcome.contentCut()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"http/1.1", "h2"})
    void failuresAreNamed(String alpn) throws IOException {
        assertFailed(ask(alpn, Method.GET, "/busy"), Phase.TTFB, Kind.HTTP_ERROR, "HTTP 503, expected 200-399");
        assertFailed(ask(alpn, Method.GET, "/absent"), Phase.TTFB, Kind.HTTP_ERROR, "HTTP 404");
        assertFailed(ask(alpn, Method.GET, "/cut"), Phase.TTFB, Kind.CLOSED_BY_PEER, "The server");
    }

    @Test
    void theWrongVersionIsAProtocolError() throws IOException {
        try (SocketStream stream = new SocketStream(http1Port)) {
            HttpOutcome outcome = ask("h2", Method.GET, "/small", stream);

            assertThat(outcome.failure())
                    .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL_ERROR));
        }
    }
}
