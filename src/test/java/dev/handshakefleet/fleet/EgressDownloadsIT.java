package dev.handshakefleet.fleet;

import static dev.handshakefleet.fleet.ScriptedHttpServer.say;
import static dev.handshakefleet.fleet.ScriptedHttpServer.waitForEnd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.cli.local.LocalAuthority;
import dev.handshakefleet.cli.local.LocalIdentity;
import dev.handshakefleet.probe.Deadline;
import dev.handshakefleet.probe.EgressPolicy;
import dev.handshakefleet.probe.NameResolver;
import dev.handshakefleet.probe.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from real sockets: what comes back, what is refused, and that nothing of it stays. */
class EgressDownloadsIT {

    private static final int MOST = 1_000;
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final NameResolver ALL_ON_LOOPBACK = host -> List.of(LOOPBACK);

    private final EgressDownloads downloads =
            new EgressDownloads(ALL_ON_LOOPBACK, EgressPolicy.anyAddress(), Duration.ofSeconds(20));
    private final EgressDownloads impatient = new EgressDownloads(ALL_ON_LOOPBACK, EgressPolicy.anyAddress(), SHORT);

    @Test
    void aDocumentIsFetched() throws Exception {
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")) {
            URI address = URI.create("http://CA.example:" + server.port() + "/a%20b//c.crt?x=%41&y");

            assertThat(downloads.get(address, 5)).asString().isEqualTo("hello");
            assertThat(server.request())
                    .startsWith("get /a%20b//c.crt?x=%41&y http/1.1\r\n")
                    .contains("\r\nhost: ca.example:" + server.port() + "\r\n")
                    .contains("\r\nuser-agent: handshake-fleet\r\n")
                    .contains("\r\naccept: */*\r\n")
                    .contains("\r\nconnection: close\r\n")
                    .doesNotContain("accept-encoding", "cookie", "authorization");
            assertThat(server.connectionEnds()).isTrue();
        }
    }

    @Test
    void aQuestionArrivesWithItsTypeAndIsAnswered() throws Exception {
        try (var server = ScriptedHttpServer.saying(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n")) {
            byte[] question = "may I?".getBytes(StandardCharsets.ISO_8859_1);

            assertThat(downloads.post(server.at(""), "application/ocsp-request", question, MOST))
                    .asString()
                    .isEqualTo("yes");
            assertThat(server.request())
                    .startsWith("post / http/1.1\r\n")
                    .contains("\r\ncontent-type: application/ocsp-request\r\n")
                    .contains("\r\ncontent-length: 6\r\n")
                    .endsWith("\r\n\r\nmay I?");
        }
    }

    @Test
    void aBodyThatEndsWithItsConnectionIsWhole() throws Exception {
        try (var server = ScriptedHttpServer.saying("HTTP/1.0 200 OK\r\n\r\nhello")) {
            assertThat(downloads.get(server.at("/"), MOST)).asString().isEqualTo("hello");
        }
    }

    @Test
    void anInterimAnswerIsPassedOver() throws Exception {
        try (var server = ScriptedHttpServer.saying(
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(downloads.get(server.at("/"), MOST)).asString().isEqualTo("ok");
        }
    }

    @Test
    void whatIsCompressedIsNotInflated() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[100_000]);
        }
        try (var server = ScriptedHttpServer.doing(connection -> {
            say(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n");
            connection.getOutputStream().write(packed.toByteArray());
        })) {
            assertThat(downloads.get(server.at("/"), MOST)).isEqualTo(packed.toByteArray());
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var elsewhere = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var server = ScriptedHttpServer.saying("HTTP/1.1 301 Moved\r\nSet-Cookie: a=b\r\nLocation: "
                        + elsewhere.at("/") + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(failure(downloads, server.at("/"))).isEqualTo("127.0.0.1 answered with status 301");
            assertThat(elsewhere.wasAsked()).isFalse();
        }
    }

    /** An answer that is none, and what is said of it. */
    record Bad(String name, ScriptedHttpServer.Script script, String said) {

        static Bad saying(String answer, String said) {
            return new Bad(answer.lines().findFirst().orElse("nothing"), connection -> say(connection, answer), said);
        }

        static Bad saying(String name, String answer, String said) {
            return new Bad(name, connection -> say(connection, answer), said);
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
                        "answered with a header beyond the bounds (Maximum header count exceeded)"),
                new Bad(
                        "an endless header",
                        connection -> {
                            say(connection, ok);
                            repeat(connection, "a: b ");
                        },
                        "answered with a header beyond the bounds (Maximum line length limit exceeded)"),
                new Bad(
                        "an endless status line",
                        connection -> {
                            say(connection, "HTTP/1.1 200 ");
                            repeat(connection, "OK");
                        },
                        "answered with a header beyond the bounds"),
                new Bad(
                        "interim answers without end",
                        connection -> repeat(connection, "HTTP/1.1 100 Go on\r\n\r\n"),
                        "gave no whole answer within 0.7 s"),
                Bad.saying("\u001b[2J garbage\u0007\r\n\r\n", "answered with what is not HTTP/1.1"),
                Bad.saying("SSH-2.0-OpenSSH_9.2\r\n", "127.0.0.1 "),
                Bad.saying("HTTP/2.0 200 OK\r\n\r\n", "answered with what is not HTTP/1.1"),
                Bad.saying("a chunk without a length", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "not HTTP/1.1"),
                Bad.saying("a negative length", ok + "Content-Length: -1\r\n\r\n", "not HTTP/1.1"),
                Bad.saying("", "ended the connection without an answer"),
                Bad.saying(
                        "half a body",
                        ok + "Content-Length: 10\r\n\r\nhalf",
                        "ended the connection before its answer was whole"),
                Bad.saying("half a head", ok + "Content-Le", "127.0.0.1 "),
                new Bad("a reset", connection -> connection.setSoLinger(true, 0), "127.0.0.1 "),
                new Bad("no answer", ScriptedHttpServer::waitForEnd, "gave no whole answer within 0.7 s"),
                new Bad(
                        "half an answer and no end",
                        connection -> {
                            say(connection, ok + "Content-Length: 10\r\n\r\nhalf");
                            waitForEnd(connection);
                        },
                        "gave no whole answer within 0.7 s"),
                new Bad(
                        "a byte now and then",
                        connection -> {
                            say(connection, ok + "Content-Length: 1000\r\n\r\n");
                            for (int sent = 0; sent < 600; sent++) {
                                say(connection, "x");
                                Thread.sleep(50);
                            }
                        },
                        "gave no whole answer within 0.7 s"));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void aBadAnswerEndsByTheDeadlineAndSoDoesItsConnection(Bad bad) throws Exception {
        try (var server = ScriptedHttpServer.doing(bad.script())) {
            long before = System.nanoTime();

            assertThat(failure(impatient, server.at("/")))
                    .startsWith("127.0.0.1 ")
                    .contains(bad.said());

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SHORT.plus(SLACK));
            assertThat(server.request()).startsWith("get /");
            assertThat(server.connectionEnds()).isTrue();
            assertThat(noThreadIsLeft()).isTrue();
        }
    }

    @Test
    void aNameThatIsNotFoundIsSaid() {
        EgressDownloads nowhere = new EgressDownloads(
                host -> {
                    throw new UnknownHostException(host + ": Name or service not known");
                },
                EgressPolicy.anyAddress());

        assertThat(failure(nowhere, URI.create("http://ca.example/")))
                .isEqualTo("the name ca.example was not found (Name or service not known)");
    }

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            port = free.getLocalPort();
        }
        assertThat(failure(downloads, URI.create("http://ca.example:" + port + "/")))
                .isEqualTo("ca.example could not be connected to at port " + port + " (Connection refused)");
    }

    @Test
    void aResolverThatHangsIsNotWaitedForAndLeadsNowhereLater() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            EgressDownloads hanging = new EgressDownloads(
                    host -> {
                        await(answer);
                        answered.countDown();
                        return List.of(LOOPBACK);
                    },
                    EgressPolicy.anyAddress(),
                    SHORT);

            assertThat(failure(hanging, URI.create("http://ca.example:" + server.port() + "/")))
                    .isEqualTo("ca.example gave no whole answer within 0.7 s");

            answer.countDown();
            await(answered);
            assertThat(noThreadIsLeft()).isTrue();
            assertThat(server.wasAsked()).isFalse();
        }
    }

    @Test
    void whoIsInterruptedDoesNotWait() throws Exception {
        try (var server = ScriptedHttpServer.doing(ScriptedHttpServer::waitForEnd)) {
            FutureTask<String> outcome = new FutureTask<>(() -> failure(downloads, server.at("/")));
            Thread waiting = Thread.ofVirtual().start(outcome);
            server.request();

            waiting.interrupt();

            assertThat(outcome.get(10, TimeUnit.SECONDS)).contains("interrupted");
            assertThat(server.connectionEnds()).isTrue();
        }
    }

    @Test
    void aNameThatLeadsIntoThePrivateNetworkIsRefused() throws Exception {
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            EgressDownloads ofFunction = downloads.under(EgressPolicy.publicAnd(List.of()));

            assertThat(failure(ofFunction, URI.create("http://ca.example:" + server.port() + "/")))
                    .startsWith("ca.example (127.0.0.1) was not connected to: it is not a public address");
            assertThat(failure(ofFunction, server.at("/")))
                    .startsWith("127.0.0.1 was not connected to: it is not a public address");
            assertThat(server.wasAsked()).isFalse();
        }
    }

    @Test
    void onlyTheAllowedAddressesOfANameAreTried() throws Exception {
        EgressPolicy policy = EgressPolicy.publicAnd(List.of(Network.parse("x", "127.0.0.1/32")));
        AtomicInteger lookups = new AtomicInteger();
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                ServerSocket forbidden = new ServerSocket()) {
            forbidden.bind(new InetSocketAddress("127.0.0.2", server.port()));
            EgressDownloads several = new EgressDownloads(
                    host -> {
                        lookups.incrementAndGet();
                        return List.of(InetAddress.ofLiteral("127.0.0.2"), LOOPBACK);
                    },
                    policy);

            assertThat(several.get(URI.create("http://ca.example:" + server.port() + "/"), MOST))
                    .asString()
                    .isEqualTo("ok");
            assertThat(lookups).hasValue(1);
        }
    }

    @Test
    void theNextAddressIsTriedWhereTheFirstRefuses() throws Exception {
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            EgressDownloads several = new EgressDownloads(
                    host -> List.of(InetAddress.ofLiteral("127.0.0.3"), LOOPBACK), EgressPolicy.anyAddress());

            assertThat(several.get(URI.create("http://ca.example:" + server.port() + "/"), MOST))
                    .asString()
                    .isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:169.254.169.254]/",
                "http://169.254.169.254.:80/"
            })
    void cloudMetadataIsRefusedEvenToTheCommand(String address) {
        EgressDownloads ofCommand = downloads.under(EgressPolicy.anyAddress().pointedToFrom(LOOPBACK));

        assertThat(failure(ofCommand, URI.create(address)))
                .contains(" was not connected to: it is link-local")
                .hasSizeLessThanOrEqualTo(160);
    }

    @Test
    void theProxyOfTheProcessIsNotUsed() throws Exception {
        List<String> properties = List.of("socksProxyHost", "http.proxyHost");
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            // Also for loopback, which the JDK leaves out by itself.
            System.setProperty("socksNonProxyHosts", "");
            System.setProperty("http.nonProxyHosts", "");
            properties.forEach(property -> System.setProperty(property, "192.0.2.1"));

            assertThat(downloads.get(server.at("/"), MOST)).asString().isEqualTo("ok");
        } finally {
            properties.forEach(System::clearProperty);
            System.clearProperty("socksNonProxyHosts");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    @Test
    void virtualThreadsMayDownloadAtTheSameTime() throws Exception {
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            List<FutureTask<byte[]>> all = new ArrayList<>();
            for (int count = 0; count < 100; count++) {
                FutureTask<byte[]> download = new FutureTask<>(() -> downloads.get(server.at("/"), MOST));
                all.add(download);
                Thread.ofVirtual().start(download);
            }
            for (FutureTask<byte[]> download : all) {
                assertThat(download.get(30, TimeUnit.SECONDS)).asString().isEqualTo("ok");
            }
        }
    }

    @Test
    void aThousandDownloadsLeaveNoDescriptorAndNoThreadBehind() throws Exception {
        assumeThat(DESCRIPTORS).as("Linux only").exists();
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
            Deadline patience = Deadline.in(Duration.ofSeconds(5));
            while (open() > before + 3 && !patience.hasPassed()) {
                Thread.onSpinWait();
            }
            assertThat(open()).isLessThanOrEqualTo(before + 3);
            assertThat(noThreadIsLeft()).isTrue();
        }
    }

    @Test
    void aTrustedServerIsReadByHttpsWithItsRetryAfter() throws Exception {
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        LocalIdentity identity = LocalAuthority.leaf("ari").dns("ari.example").issuedBy(root);
        try (var server = https(identity, "Retry-After: 21600\r\n")) {
            Fetched fetched = downloads
                    .trusting(trusting(root))
                    .getTrusted(URI.create("https://ari.example:" + server.port() + "/x"), MOST);

            assertThat(fetched.body()).asString().isEqualTo("{}");
            assertThat(fetched.retryAfterSeconds()).hasValue(21_600);
            assertThat(server.request()).startsWith("get /x http/1.1\r\n");
        }
    }

    @Test
    void retryAfterMayBeADateOrBeMissing() throws Exception {
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        LocalIdentity identity = LocalAuthority.leaf("ari").dns("ari.example").issuedBy(root);
        assertThat(retryAfter(
                        root,
                        identity,
                        "Date: Tue, 24 Nov 2026 12:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 13:00:00 GMT\r\n"))
                .hasValue(3_600);
        assertThat(retryAfter(
                        root,
                        identity,
                        "Date: Tue, 24 Nov 2026 12:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 11:00:00 GMT\r\n"))
                .hasValue(0);
        assertThat(retryAfter(root, identity, "")).isEmpty();
        assertThat(retryAfter(root, identity, "Retry-After: -1\r\n")).isEmpty();
        assertThat(retryAfter(root, identity, "Retry-After: 99999999999999999999\r\n"))
                .isEmpty();
    }

    @Test
    void aServerThatIsNotTrustedIsNotReadByHttps() throws Exception {
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        LocalIdentity identity = LocalAuthority.leaf("ari").dns("ari.example").issuedBy(root);
        try (var server = https(identity, "")) {
            URI address = URI.create("https://ari.example:" + server.port() + "/");

            assertThat(trustedFailure(downloads, address))
                    .isEqualTo("ari.example has no certificate that is trusted"
                            + " (unable to find valid certification path to requested target)");
            assertThat(server.wasAsked()).isFalse();
        }
    }

    @Test
    void aTrustedCertificateForAnotherNameIsRefused() throws Exception {
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        LocalIdentity identity = LocalAuthority.leaf("ari").dns("ari.example").issuedBy(root);
        try (var server = https(identity, "")) {
            URI address = URI.create("https://other.example:" + server.port() + "/");

            assertThat(trustedFailure(downloads.trusting(trusting(root)), address))
                    .startsWith("other.example has no certificate that is trusted (")
                    .contains("matching other.example");
            assertThat(server.wasAsked()).isFalse();
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsSaid() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, LOOPBACK)) {
            Thread.ofVirtual().start(() -> {
                try (Socket connection = plain.accept()) {
                    say(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
                    waitForEnd(connection);
                } catch (IOException gone) {
                    // The download has ended.
                }
            });
            URI address = URI.create("https://ari.example:" + plain.getLocalPort() + "/");

            assertThat(trustedFailure(downloads, address)).startsWith("ari.example could not be spoken to by TLS (");
        }
    }

    @Test
    void aServerThatNeverShakesHandsIsNotWaitedFor() throws Exception {
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

            assertThat(trustedFailure(impatient, address)).contains("gave no whole answer");
            await(ended);
            assertThat(noThreadIsLeft()).isTrue();
        }
    }

    private OptionalLong retryAfter(LocalIdentity root, LocalIdentity identity, String headers) throws Exception {
        try (var server = https(identity, headers)) {
            return downloads
                    .trusting(trusting(root))
                    .getTrusted(URI.create("https://ari.example:" + server.port() + "/"), MOST)
                    .retryAfterSeconds();
        }
    }

    private static String failure(EgressDownloads downloads, URI address) {
        return shown(catchThrowableOfType(DownloadFailedException.class, () -> downloads.get(address, MOST)));
    }

    private static String trustedFailure(EgressDownloads downloads, URI address) {
        return shown(catchThrowableOfType(DownloadFailedException.class, () -> downloads.getTrusted(address, MOST)));
    }

    private static String shown(DownloadFailedException failure) {
        assertThat(failure).as("the failure of the download").isNotNull();
        assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(160).matches("[ -~…]+");
        return failure.getMessage();
    }

    private static void repeat(Socket connection, String text) throws IOException {
        byte[] block = text.repeat(10_000).getBytes(StandardCharsets.ISO_8859_1);
        while (true) {
            connection.getOutputStream().write(block);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** They end a moment after their sockets were closed. */
    private static boolean noThreadIsLeft() {
        Deadline patience = Deadline.in(Duration.ofSeconds(5));
        while (!patience.hasPassed()) {
            if (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("download"))) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private static long open() throws IOException {
        try (Stream<Path> files = Files.list(DESCRIPTORS)) {
            return files.count();
        }
    }

    private static ScriptedHttpServer https(LocalIdentity identity, String headers) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity.keyStore(password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return ScriptedHttpServer.doing(
                context.getServerSocketFactory(),
                connection -> say(connection, "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 2\r\n\r\n{}"));
    }

    private static SSLContext trusting(LocalIdentity root) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
