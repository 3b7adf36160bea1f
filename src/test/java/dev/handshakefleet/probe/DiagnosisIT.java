package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The likely cause of a failed handshake, found with real servers by changing one thing. */
class DiagnosisIT {

    private static final Engine ENGINE = Engine.cold();
    private static final int LARGEST_CLIENT_HELLO_OF_OLD = 600;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void anIdentity() throws IOException {
        OpensslServer.assumeInstalled();
        LocalIdentity identity = LocalhostIdentity.issued();
        Files.writeString(directory.resolve("key.pem"), identity.keyPem());
        Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
        Files.writeString(directory.resolve("root.pem"), LocalIdentity.pem(List.of(identity.root())));
    }

    @Test
    void serverOfAnOldVersionIsDiagnosed() throws IOException {
        try (OpensslServer server = server("-tls1", "-cipher", "ALL:@SECLEVEL=0")) {
            assertThat(explained(server.port(), Map.of()).detail())
                    .startsWith(
                            "The server refused with protocol_version(70). The handshake succeeded with TLSv1.0 and TLS_");
        }
    }

    @Test
    void serverWithoutACommonGroupIsDiagnosed() throws IOException {
        try (OpensslServer server = server("-tls1_3", "-groups", "X448")) {
            assertThat(explained(server.port(), Map.of("tls", Map.of("groups", "secp256r1")))
                            .detail())
                    .endsWith("The handshake succeeded with x448, which this target does not offer (--groups)");
        }
    }

    @Test
    void middleboxThatDropsLargeHellosIsDiagnosed() throws IOException {
        try (OpensslServer server = server();
                ServerSocket box = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> cutLargeHellos(box, server.port()));

            Failure failure = explained(box.getLocalPort(), Map.of());

            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONNECTION_RESET);
            assertThat(failure.detail())
                    .contains("The handshake succeeded with profile classic, a ClientHello of one segment:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void requestForAClientCertificateNamesItsAuthorities(String version) throws IOException {
        try (OpensslServer server = server(
                version,
                "-Verify",
                "1",
                "-CAfile",
                directory.resolve("root.pem").toString(),
                "-verify_return_error")) {
            Failure failure = explained(server.port(), Map.of());

            assertThat(failure.kind()).isEqualTo(Failure.Kind.ALERT_RECEIVED);
            assertThat(failure.detail())
                    .endsWith(". The server requested a client certificate signed by CN=Root; none was presented");
        }
    }

    @Test
    void closeNotifyIsNamedAsReceived() throws IOException {
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAll(closing, "15030100020100"));

            Failure failure = explained(closing.getLocalPort(), Map.of());

            assertThat(failure.kind()).isEqualTo(Failure.Kind.ALERT_RECEIVED);
            assertThat(failure.detail())
                    .isEqualTo("The server ended the session in the middle of the handshake with close_notify(0)");
        }
    }

    @Test
    void offerOfMlKemAloneIsNoIntoleranceOfTls13() throws IOException {
        try (OpensslServer server = server("-groups", "X25519")) {
            Failure failure = explained(server.port(), Map.of("tls", Map.of("groups", "X25519MLKEM768")));

            assertThat(failure.detail())
                    .endsWith("The server supports none of the groups that this target offers (X25519MLKEM768); the"
                            + " handshake succeeded with x25519 (--groups)");
            assertThat(failure.cause()).isEqualTo(Failure.Cause.OFFER);
        }
    }

    /** The server's key is on P-256. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void serverWithoutACertificateForTheChosenSignaturesIsDiagnosed(String version) throws IOException {
        try (OpensslServer server = server(version)) {
            Failure failure = explained(server.port(), Map.of("tls", Map.of("signatures", "rsa_pss_rsae_sha256")));

            assertThat(failure.detail())
                    .endsWith(
                            "The server signs with none of the schemes that this target offers (rsa_pss_rsae_sha256); the"
                                    + " handshake succeeded with ecdsa_secp256r1_sha256 (--signatures)");
            assertThat(failure.cause()).isEqualTo(Failure.Cause.OFFER);
        }
    }

    @Test
    void serverOfTls12IsNoIntoleranceOfAnOfferOfTls13Alone() throws IOException {
        try (OpensslServer server = server("-tls1_2")) {
            assertThat(explained(server.port(), Map.of("tls", Map.of("versions", "1.3")))
                            .detail())
                    .endsWith(
                            "The handshake succeeded with TLS 1.2, which this target does not offer (--tls-versions)");
        }
    }

    @Test
    void keyOnACurveThatWasNotOfferedIsNamed() throws IOException {
        String key = directory.resolve("brainpool.key").toString();
        String certificate = directory.resolve("brainpool.pem").toString();
        List<String> request = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "ec"));
        request.addAll(List.of("-pkeyopt", "ec_paramgen_curve:brainpoolP256r1", "-nodes", "-keyout", key));
        request.addAll(List.of("-out", certificate, "-days", "30", "-subj", "/CN=localhost"));
        assertThat(OpensslServer.run(request.toArray(String[]::new))).isTrue();
        try (OpensslServer server =
                OpensslServer.start(directory, List.of("-key", key, "-cert", certificate, "-www"))) {
            Map<String, Object> tls = Map.of(
                    "versions", "1.2",
                    "ciphers", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                    "groups", "x25519");

            assertThat(explained(server.port(), Map.of("tls", tls)).detail())
                    .endsWith("The server's certificate has a key on the curve brainpoolP256r1, which this target does"
                            + " not offer (--groups)");
        }
    }

    @Test
    void remedyForAlpnCanBeTaken() throws IOException {
        try (OpensslServer server = server("-alpn", "mqtt")) {
            Failure failure = explained(server.port(), Map.of());

            assertThat(failure.detail())
                    .contains("no_application_protocol(120)")
                    .endsWith("(--alpn none)");
            assertThat(probed(server.port(), Map.of("tls", Map.of("alpn", "none")))
                            .failure())
                    .isEmpty();
        }
    }

    @Test
    void remedyForTheServerNameCanBeTaken() throws IOException {
        try (OpensslServer server = server(
                "-servername",
                "other.example",
                "-servername_fatal",
                "-cert2",
                directory.resolve("chain.pem").toString(),
                "-key2",
                directory.resolve("key.pem").toString())) {
            Failure failure = explained(server.port(), Map.of());

            assertThat(failure.detail())
                    .contains("unrecognized_name(112)")
                    .endsWith("the server does not know the name localhost (--no-server-name)");
            assertThat(failure.cause()).isEqualTo(Failure.Cause.SERVER_NAME);
            ProbeResult unnamed = probed(server.port(), Map.of("tls", Map.of("sni", false)));
            assertThat(unnamed.failure()).isEmpty();
            assertThat(unnamed.tls().orElseThrow().serverName()).isEmpty();
        }
    }

    @Test
    void failureWithoutAServerNameSaysSo() throws IOException {
        try (OpensslServer server = server("-tls1")) {
            assertThat(probed("127.0.0.1:" + server.port(), Map.of())
                            .failure()
                            .orElseThrow()
                            .detail())
                    .endsWith("No server name (SNI) was sent, because the target is an IP address (--server-name)");
            assertThat(probed(server.port(), Map.of("tls", Map.of("sni", false)))
                            .failure()
                            .orElseThrow()
                            .detail())
                    .endsWith("No server name (SNI) was sent, as the target says");
        }
    }

    @Test
    void unexplainedFailureHasNoDiagnosis() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> closeAll(mute));

            assertThat(explained(mute.getLocalPort(), Map.of()).detail())
                    .isEqualTo("The server closed the connection after the ClientHello and sent nothing");
        }
    }

    private static Prober prober() {
        return Probers.patient(NameResolver.ofSystem(), ENGINE);
    }

    private static Failure explained(int port, Map<String, ?> overrides) {
        ProbeResult result = probed(port, overrides);
        return prober().explain(result, Deadline.in(Duration.ofMinutes(1)))
                .failure()
                .orElseThrow();
    }

    private static ProbeResult probed(int port, Map<String, ?> overrides) {
        return probed("localhost:" + port, overrides);
    }

    private static ProbeResult probed(String target, Map<String, ?> overrides) {
        return prober().probe(new TargetReader(TargetDefaults.BUILT_IN)
                        .readAll(List.of(target), overrides)
                        .targets()
                        .getFirst())
                .getFirst();
    }

    private static OpensslServer server(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "-key",
                directory.resolve("key.pem").toString(),
                "-cert",
                directory.resolve("chain.pem").toString(),
                "-www"));
        all.addAll(List.of(options));
        return OpensslServer.start(directory, all);
    }

    /** Resets a connection whose ClientHello is longer than those before key shares of ML-KEM, and passes on every other one. */
    private static void cutLargeHellos(ServerSocket box, int port) {
        while (!box.isClosed()) {
            try {
                Socket client = box.accept();
                Thread.ofVirtual().start(() -> passOn(client, port));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void passOn(Socket client, int port) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] hello = new byte[16 * 1024];
            int length = client.getInputStream().read(hello);
            if (length > LARGEST_CLIENT_HELLO_OF_OLD) {
                client.setSoLinger(true, 0);
                return;
            }
            server.getOutputStream().write(hello, 0, length);
            Thread back = Thread.ofVirtual().start(() -> transfer(server, client));
            transfer(client, server);
            back.join();
        } catch (IOException gone) {
            // The test sees it.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void transfer(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // The other direction ends as well.
        }
    }

    private static void answerAll(ServerSocket listener, String hex) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                int _ = socket.getInputStream().read(new byte[16 * 1024]);
                socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void closeAll(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                int _ = socket.getInputStream().read(new byte[16 * 1024]);
            } catch (IOException closed) {
                return;
            }
        }
    }
}
