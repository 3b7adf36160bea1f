package dev.handshakefleet.inquiry.download;

import static dev.handshakefleet.inquiry.download.Attempts.LOOPBACK;
import static dev.handshakefleet.inquiry.download.Attempts.MOST;
import static dev.handshakefleet.inquiry.download.Attempts.PATIENCE;
import static dev.handshakefleet.inquiry.download.Attempts.failure;
import static dev.handshakefleet.inquiry.download.ScriptedHttpServer.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.Network;
import dev.handshakefleet.support.FixedNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads over real sockets: the request, the result, and the addresses that are connected to. */
class EgressDownloadsIT {

    private final EgressDownloads downloads = Attempts.patient();

    @Test
    void documentIsFetched() throws Exception {
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
    void postedBodyArrivesWithItsTypeAndIsAnswered() throws Exception {
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
    void bodyEndedByItsConnectionIsComplete() throws Exception {
        try (var server = ScriptedHttpServer.saying("HTTP/1.0 200 OK\r\n\r\nhello")) {
            assertThat(downloads.get(server.at("/"), MOST)).asString().isEqualTo("hello");
        }
    }

    @Test
    void interimAnswerIsSkipped() throws Exception {
        try (var server = ScriptedHttpServer.saying(
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(downloads.get(server.at("/"), MOST)).asString().isEqualTo("ok");
        }
    }

    @Test
    void compressedBodyIsNotInflated() throws Exception {
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
    void redirectIsNotFollowed() throws Exception {
        try (var elsewhere = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var server = ScriptedHttpServer.saying("HTTP/1.1 301 Moved\r\nSet-Cookie: a=b\r\nLocation: "
                        + elsewhere.at("/") + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(failure(downloads, server.at("/"))).isEqualTo("127.0.0.1 answered with status 301");
            assertThat(elsewhere.wasAsked()).isFalse();
        }
    }

    @Test
    void unknownNameIsReported() {
        EgressDownloads nowhere = new EgressDownloads(
                FixedNames.ipv4(host -> {
                    throw new UnknownHostException("NXDOMAIN");
                }),
                EgressPolicy.anyAddress());

        assertThat(failure(nowhere, URI.create("http://ca.example/")))
                .isEqualTo("the name ca.example was not found (A: NXDOMAIN, AAAA: NODATA)");
    }

    @Test
    void refusedConnectionIsReported() throws IOException {
        try (Socket bound = new Socket()) { // it holds the port and does not listen
            bound.bind(new InetSocketAddress(LOOPBACK, 0));
            int port = bound.getLocalPort();

            assertThat(failure(downloads, URI.create("http://ca.example:" + port + "/")))
                    .isEqualTo("ca.example did not accept a connection at port " + port + " (Connection refused)");
        }
    }

    @Test
    void nameInThePrivateNetworkIsRefused() throws Exception {
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
    void onlyAllowedAddressesOfANameAreTried() throws Exception {
        EgressPolicy policy = EgressPolicy.publicAnd(List.of(Network.parse("x", "127.0.0.1/32")));
        AtomicInteger lookups = new AtomicInteger();
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                ServerSocket forbidden = new ServerSocket()) {
            forbidden.bind(new InetSocketAddress("127.0.0.2", server.port()));
            EgressDownloads several = new EgressDownloads(
                    FixedNames.ipv4(host -> {
                        lookups.incrementAndGet();
                        return List.of(InetAddress.ofLiteral("127.0.0.2"), LOOPBACK);
                    }),
                    policy,
                    PATIENCE);

            assertThat(several.get(URI.create("http://ca.example:" + server.port() + "/"), MOST))
                    .asString()
                    .isEqualTo("ok");
            assertThat(lookups).hasValue(1);
        }
    }

    @Test
    void nextAddressIsTriedIfTheFirstRefuses() throws Exception {
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            EgressDownloads several = new EgressDownloads(
                    FixedNames.ipv4(host -> List.of(InetAddress.ofLiteral("127.0.0.3"), LOOPBACK)),
                    EgressPolicy.anyAddress(),
                    PATIENCE);

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
    void proxyOfTheProcessIsNotUsed() throws Exception {
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
    void virtualThreadsDownloadConcurrently() throws Exception {
        try (var server = ScriptedHttpServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            List<FutureTask<byte[]>> all = new ArrayList<>();
            for (int count = 0; count < 100; count++) {
                FutureTask<byte[]> download = new FutureTask<>(() -> downloads.get(server.at("/"), MOST));
                all.add(download);
                Thread.ofVirtual().start(download);
            }
            for (FutureTask<byte[]> download : all) {
                assertThat(download.get(60, TimeUnit.SECONDS)).asString().isEqualTo("ok");
            }
        }
    }
}
