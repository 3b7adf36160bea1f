package dev.handshakefleet.probe.http;

import static dev.handshakefleet.probe.http.Exchanges.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.probe.result.HttpFacts;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.HttpCheck.Method;
import dev.handshakefleet.target.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exchanges with the JDK's own server, in clear. */
class JdkHttpServerIT {

    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/fixed", 200, 1_000);
        answer("/none", 204, -1);
        answer("/busy", 503, 10);
        answer("/chunked", 200, 0);
        server.createContext("/never", exchange -> await());
        server.createContext("/half", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            await();
        });
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    /** A length of 0 is chunked, of -1 without content: the server's own convention. */
    private void answer(String path, int status, int length) {
        server.createContext(path, exchange -> {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : length);
            if (!head && length >= 0) {
                exchange.getResponseBody().write(new byte[length == 0 ? 100_000 : length]);
            }
            exchange.close();
        });
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    private HttpOutcome ask(Method method, String path) throws IOException {
        return ask(method, path, Duration.ofSeconds(60));
    }

    private HttpOutcome ask(Method method, String path, Duration limit) throws IOException {
        int port = server.getAddress().getPort();
        try (SocketStream stream = new SocketStream(port)) {
            return HttpExchange.run(
                    new HttpCheck(method, path, HttpCheck.ANY_SUCCESS),
                    "localhost:" + port,
                    Optional.empty(),
                    stream,
                    Deadline.in(limit));
        }
    }

    @Test
    void everyFormOfContentIsCounted() throws IOException {
        assertThat(ask(Method.GET, "/fixed").facts()).contains(new HttpFacts("HTTP/1.1", 200, 1_000));
        assertThat(ask(Method.GET, "/chunked").facts()).contains(new HttpFacts("HTTP/1.1", 200, 100_000));
        assertThat(ask(Method.GET, "/none").facts()).contains(new HttpFacts("HTTP/1.1", 204, 0));
        assertThat(ask(Method.HEAD, "/fixed").facts()).contains(new HttpFacts("HTTP/1.1", 200, 0));
        assertThat(ask(Method.GET, "/fixed").failure()).isEmpty();
    }

    @Test
    void failuresAreNamed() throws IOException {
        assertFailed(ask(Method.GET, "/busy"), Phase.TTFB, Kind.HTTP_ERROR, "HTTP 503, expected 200-399");
        assertFailed(ask(Method.GET, "/absent"), Phase.TTFB, Kind.HTTP_ERROR, "HTTP 404");
        assertFailed(
                ask(Method.GET, "/never", Duration.ofSeconds(1)), Phase.TTFB, Kind.TIMEOUT, "did not answer in time");
        assertFailed(
                ask(Method.GET, "/half", Duration.ofSeconds(5)), Phase.DOWNLOAD, Kind.TIMEOUT, "did not end in time");
    }
}
