package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("Root")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(9)))
                .selfSigned();
        LocalIdentity identity = LocalAuthority.leaf("localhost")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(8)))
                .dns("localhost")
                .issuedBy(root);
        Files.writeString(directory.resolve("key.pem"), identity.keyPem());
        Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
        Files.writeString(directory.resolve("root.pem"), root.chainPem());
    }

    @Test
    void serverOfAnOldVersionIsDiagnosed() throws IOException {
        try (OpensslServer server = server("-tls1", "-cipher", "ALL:@SECLEVEL=0")) {
            assertThat(explained(server.port(), Map.of()).detail())
                    .startsWith(
                            "The server refused with protocol_version(70). The server supports only TLSv1.0 with TLS_");
        }
    }

    @Test
    void serverWithoutACommonGroupIsDiagnosed() throws IOException {
        try (OpensslServer server = server("-tls1_3", "-groups", "X448")) {
            assertThat(explained(server.port(), Map.of("tls", Map.of("groups", "secp256r1")))
                            .detail())
                    .contains("The server supports only TLSv1.3 with TLS_AES_")
                    .contains("x448, which this target does not offer");
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
    void unexplainedFailureHasNoDiagnosis() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> closeAll(mute));

            assertThat(explained(mute.getLocalPort(), Map.of()).detail())
                    .isEqualTo("The server closed the connection after the ClientHello and sent nothing");
        }
    }

    private static Failure explained(int port, Map<String, ?> overrides) {
        Prober prober = new Prober(
                NameResolver.ofSystem(),
                EgressPolicy.anyAddress(),
                Probes.PATIENT,
                ENGINE,
                ClientIdentities.none(),
                Clock.systemUTC());
        ProbeResult result = prober.probe(new TargetReader(TargetDefaults.BUILT_IN)
                        .readAll(List.of("localhost:" + port), overrides)
                        .targets()
                        .getFirst())
                .getFirst();
        return prober.explain(result, Deadline.in(Duration.ofMinutes(1)))
                .failure()
                .orElseThrow();
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
