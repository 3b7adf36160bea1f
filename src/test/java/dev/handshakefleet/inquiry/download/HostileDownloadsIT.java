package dev.handshakefleet.inquiry.download;

import static dev.handshakefleet.inquiry.download.Attempts.LOOPBACK;
import static dev.handshakefleet.inquiry.download.Attempts.SHORT;
import static dev.handshakefleet.inquiry.download.Attempts.await;
import static dev.handshakefleet.inquiry.download.Attempts.failure;
import static dev.handshakefleet.inquiry.download.Attempts.noThreadIsLeft;
import static dev.handshakefleet.inquiry.download.Attempts.trustedFailure;
import static dev.handshakefleet.inquiry.download.ScriptedHttpServer.say;
import static dev.handshakefleet.inquiry.download.ScriptedHttpServer.waitForEnd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers and resolvers that mean no good: each download ends by its deadline, and nothing of it stays. */
class HostileDownloadsIT {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final EgressDownloads downloads = Attempts.patient();
    private final EgressDownloads impatient = Attempts.impatient();

    /** A malformed answer, and a part of the text of the failure. */
    record Bad(String name, ScriptedHttpServer.Script script, String text) {

        static Bad saying(String answer, String text) {
            return new Bad(answer.lines().findFirst().orElse("nothing"), connection -> say(connection, answer), text);
        }

        static Bad saying(String name, String answer, String text) {
            return new Bad(name, connection -> say(connection, answer), text);
        }

        /** Whether only the deadline ends it. An answer that is refused by itself gets the time of a slow machine. */
        boolean isEndless() {
            return text.contains("no complete answer");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> badAnswers() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                Bad.saying("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answered with status 404"),
                Bad.saying("HTTP/1.1 204 No Content\r\n\r\n", "answered with status 204"),
                Bad.saying("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n", "with status 401"),
                Bad.saying("HTTP/1.1 503 Later\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n", "with status 503"),
                Bad.saying(
                        "a body announced as too large",
                        ok + "Content-Length: 1001\r\n\r\n",
                        "answered with more than the 1000 bytes that are accepted"),
                Bad.saying(
                        "a body too large, without a length",
                        ok + "\r\n" + "x".repeat(1_001),
                        "answered with more than the 1000 bytes"),
                new Bad(
                        "an endless chunked body",
                        connection -> {
                            say(connection, ok + "Transfer-Encoding: chunked\r\n\r\n");
                            repeat(connection, "1\r\nx\r\n");
                        },
                        "answered with more than the 1000 bytes"),
                new Bad(
                        "an endless length of a chunk",
                        connection -> {
                            say(connection, ok + "Transfer-Encoding: chunked\r\n\r\n");
                            repeat(connection, "1");
                        },
                        "127.0.0.1 "),
                new Bad(
                        "an endless trailer",
                        connection -> {
                            say(connection, ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n");
                            repeat(connection, "a: b\r\n");
                        },
                        "127.0.0.1 "),
                new Bad(
                        "endless headers",
                        connection -> {
                            say(connection, ok);
                            repeat(connection, "a: b\r\n");
                        },
                        "answered with a header beyond the limits (Maximum header count exceeded)"),
                new Bad(
                        "an endless header",
                        connection -> {
                            say(connection, ok);
                            repeat(connection, "a: b ");
                        },
                        "answered with a header beyond the limits (Maximum line length limit exceeded)"),
                new Bad(
                        "an endless status line",
                        connection -> {
                            say(connection, "HTTP/1.1 200 ");
                            repeat(connection, "OK");
                        },
                        "answered with a header beyond the limits"),
                new Bad(
                        "interim answers without end",
                        connection -> repeat(connection, "HTTP/1.1 100 Go on\r\n\r\n"),
                        "gave no complete answer within 3 s"),
                Bad.saying("\u001b[2J garbage\u0007\r\n\r\n", "did not answer with HTTP/1.1"),
                Bad.saying("SSH-2.0-OpenSSH_9.2\r\n", "127.0.0.1 "),
                Bad.saying("HTTP/2.0 200 OK\r\n\r\n", "did not answer with HTTP/1.1"),
                Bad.saying(
                        "a chunk without a length",
                        ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                        "did not answer with HTTP/1.1"),
                Bad.saying("a negative length", ok + "Content-Length: -1\r\n\r\n", "did not answer with HTTP/1.1"),
                Bad.saying("", "ended the connection without an answer"),
                Bad.saying(
                        "half a body",
                        ok + "Content-Length: 10\r\n\r\nhalf",
                        "ended the connection before its answer was complete"),
                Bad.saying("half a head", ok + "Content-Le", "127.0.0.1 "),
                new Bad("a reset", connection -> connection.setSoLinger(true, 0), "127.0.0.1 "),
                new Bad("no answer", ScriptedHttpServer::waitForEnd, "gave no complete answer within 3 s"),
                new Bad(
                        "half an answer and no end",
                        connection -> {
                            say(connection, ok + "Content-Length: 10\r\n\r\nhalf");
                            waitForEnd(connection);
                        },
                        "gave no complete answer within 3 s"),
                new Bad(
                        "a byte now and then",
                        connection -> {
                            say(connection, ok + "Content-Length: 1000\r\n\r\n");
                            connection.setSoTimeout(50);
                            while (isOpen(connection)) {
                                say(connection, "x");
                            }
                        },
                        "gave no complete answer within 3 s"));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void badAnswerAndItsConnectionEndByTheDeadline(Bad bad) throws Exception {
        try (var server = ScriptedHttpServer.doing(bad.script())) {
            String failure = failure(bad.isEndless() ? impatient : downloads, server.at("/"));

            assertThat(failure).startsWith("127.0.0.1 ").contains(bad.text());
            assertThat(failure.contains("no complete answer"))
                    .as("ended by the deadline: %s", failure)
                    .isEqualTo(bad.isEndless());
            assertThat(server.request()).startsWith("get /");
            assertThat(server.connectionEnds()).isTrue();
            assertThat(noThreadIsLeft()).isTrue();
        }
    }

    @Test
    void serverWithoutAHandshakeIsGivenUp() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
            Thread.ofVirtual().start(() -> {
                try (Socket connection = silent.accept()) {
                    waitForEnd(connection);
                } catch (IOException gone) {
                    // Ended as well.
                }
                ended.countDown();
            });
            URI address = URI.create("https://ari.example:" + silent.getLocalPort() + "/");

            assertThat(trustedFailure(impatient, address)).contains("gave no complete answer");
            await(ended);
            assertThat(noThreadIsLeft()).isTrue();
        }
    }

    @Test
    void hangingResolverIsGivenUpAndItsLateAnswerIsIgnored() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            EgressDownloads hanging = new EgressDownloads(
                    FixedNames.ipv4(host -> {
                        await(answer);
                        answered.countDown();
                        return List.of(LOOPBACK);
                    }),
                    EgressPolicy.anyAddress(),
                    SHORT);

            assertThat(failure(hanging, URI.create("http://ca.example:" + server.port() + "/")))
                    .isEqualTo("ca.example gave no complete answer within 3 s");

            answer.countDown();
            await(answered);
            assertThat(noThreadIsLeft()).isTrue();
            assertThat(server.wasAsked()).isFalse();
        }
    }

    @Test
    void interruptedCallerStopsWaiting() throws Exception {
        try (var server = ScriptedHttpServer.doing(ScriptedHttpServer::waitForEnd)) {
            FutureTask<String> outcome = new FutureTask<>(() -> failure(downloads, server.at("/")));
            Thread waiting = Thread.ofVirtual().start(outcome);
            server.request();

            waiting.interrupt();

            assertThat(outcome.get(60, TimeUnit.SECONDS)).contains("interrupted");
            assertThat(server.connectionEnds()).isTrue();
        }
    }

    @Test
    void thousandDownloadsLeaveNoDescriptorAndNoThread() throws Exception {
        Prerequisites.linux();
        try (var server = ScriptedHttpServer.saying(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + "x".repeat(2_000));
                var closing = ScriptedHttpServer.saying("")) {
            downloads.get(server.at("/"), 2_000);
            server.connectionEnds();
            long before = open();
            for (int count = 0; count < 250; count++) {
                downloads.get(server.at("/"), 2_000);
                failure(downloads, server.at("/"));
                failure(downloads, server.at("/tooLong"));
                failure(downloads, closing.at("/"));
            }
            // The server's own sockets are of this process too, and close a moment later.
            Deadline patience = Deadline.in(Duration.ofSeconds(60));
            while (open() > before + 3 && !patience.hasPassed()) {
                Thread.onSpinWait();
            }
            assertThat(open()).isLessThanOrEqualTo(before + 3);
            assertThat(noThreadIsLeft()).isTrue();
        }
    }

    /** Whether the client is still there when the timeout of the socket is over. */
    private static boolean isOpen(Socket connection) throws IOException {
        try {
            return connection.getInputStream().read() >= 0;
        } catch (SocketTimeoutException stillThere) {
            return true;
        }
    }

    private static void repeat(Socket connection, String text) throws IOException {
        byte[] block = text.repeat(10_000).getBytes(StandardCharsets.ISO_8859_1);
        while (true) {
            connection.getOutputStream().write(block);
        }
    }

    private static long open() throws IOException {
        try (Stream<Path> files = Files.list(DESCRIPTORS)) {
            return files.count();
        }
    }
}
