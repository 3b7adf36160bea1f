package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameAnswer;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of failure in the contract, from a peer that earns it: a kind without one does not compile. */
class FailureKindsIT {

    private static final Engine ENGINE = Engine.cold();
    private static final NameResolver LOOPBACK = FixedNames.ipv4(host -> List.of(InetAddress.ofLiteral("127.0.0.1")));
    /** A ServerHello of TLS 1.1, to a client that offers nothing below 1.2. */
    private static final byte[] SERVER_HELLO_OF_TLS_11 =
            HexFormat.of().parseHex("160302002a" + "02000026" + "0302" + "11".repeat(32) + "00" + "c013" + "00");

    private static final byte[] CHANGE_OF_KEYS_BEFORE_ANYTHING = HexFormat.of().parseHex("140303000101");

    /** The server behind the port, the target's options, and the phase in which the probe fails. */
    private record Case(NameResolver names, EgressPolicy policy, AutoCloseable peer, String target, Phase phase) {}

    @FunctionalInterface
    private interface Answer {
        void to(Socket client) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void eachKindHasItsPeer(Failure.Kind kind) throws Exception {
        Case one = caseOf(kind);
        Map<String, ?> settings = kind == Failure.Kind.HTTP_ERROR ? Map.of("http", "/") : Map.of();
        try (AutoCloseable _ = one.peer()) {
            ProbeResult result = new Prober(
                            one.names(), one.policy(), limits(kind), ENGINE, ClientIdentities.none(), Clock.systemUTC())
                    .probe(new TargetReader(TargetDefaults.BUILT_IN)
                            .readAll(List.of(one.target()), settings)
                            .targets()
                            .getFirst())
                    .getFirst();

            Failure failure = result.failure().orElseThrow();
            assertThat(failure.kind()).as(failure.detail()).isEqualTo(kind);
            assertThat(failure.phase()).isEqualTo(one.phase());
            assertThat(failure.detail()).isNotBlank();
        }
    }

    /** Only the handshake that is to time out has little time: everything else may take long on a busy machine. */
    private static ProbeLimits limits(Failure.Kind kind) {
        Duration patient = Duration.ofSeconds(60);
        Duration tls = kind == Failure.Kind.TIMEOUT ? Duration.ofMillis(500) : patient;
        return new ProbeLimits(patient, patient, patient, tls, patient, patient);
    }

    private static Case caseOf(Failure.Kind kind) throws IOException {
        return switch (kind) {
            case NAME_NOT_FOUND -> unknown(NameAnswer.NXDOMAIN);
            case NAME_LOOKUP_FAILED -> unknown("SERVFAIL");
            case ADDRESS_REFUSED_BY_POLICY ->
                new Case(LOOPBACK, EgressPolicy.publicAnd(List.of()), () -> {}, "inside.example", Phase.CONNECT);
            case CONNECTION_REFUSED -> closed();
            // The kernel connects to the broadcast address for no process.
            case UNREACHABLE -> named("255.255.255.255", Phase.CONNECT);
            case CONNECTION_RESET -> peer(Phase.TLS, client -> client.setSoLinger(true, 0));
            case CLOSED_BY_PEER -> peer(Phase.TLS, client -> {});
            case TIMEOUT ->
                peer(Phase.TLS, client -> {
                    int _ = client.getInputStream().read(new byte[4_096]);
                });
            case ALERT_RECEIVED -> {
                LoopbackServer server = LoopbackServer.refusing();
                yield new Case(
                        LOOPBACK, EgressPolicy.anyAddress(), server, "refusing.example:" + server.port(), Phase.TLS);
            }
            case NO_COMMON_PARAMETERS -> answering(Phase.TLS, SERVER_HELLO_OF_TLS_11);
            case PROTOCOL_ERROR -> answering(Phase.TLS, CHANGE_OF_KEYS_BEFORE_ANYTHING, CHANGE_OF_KEYS_BEFORE_ANYTHING);
            case NOT_TLS ->
                answering(Phase.TLS, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case STARTTLS_REFUSED -> {
                Case plain = answering(Phase.STARTTLS, "554 no mail here\r\n".getBytes(StandardCharsets.US_ASCII));
                yield new Case(plain.names(), plain.policy(), plain.peer(), "smtp://" + plain.target(), plain.phase());
            }
            case HTTP_ERROR -> {
                HttpsServer server = emptyWebServer();
                yield new Case(
                        LOOPBACK,
                        EgressPolicy.anyAddress(),
                        () -> server.stop(0),
                        "empty.example:" + server.getAddress().getPort(),
                        Phase.TTFB);
            }
        };
    }

    private static Case unknown(String code) {
        NameResolver nobody = FixedNames.ipv4(host -> {
            throw new UnknownHostException(code);
        });
        return new Case(nobody, EgressPolicy.anyAddress(), () -> {}, "gone.example", Phase.DNS);
    }

    private static Case named(String target, Phase phase) {
        return new Case(LOOPBACK, EgressPolicy.anyAddress(), () -> {}, target, phase);
    }

    private static Case answering(Phase phase, byte[]... bytes) throws IOException {
        return peer(phase, client -> {
            for (byte[] part : bytes) {
                client.getOutputStream().write(part);
            }
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    }

    /** Reads the first bytes of each client, answers, and closes. */
    private static Case peer(Phase phase, Answer answer) throws IOException {
        ServerSocket listener = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofPlatform().daemon().start(() -> {
            while (!listener.isClosed()) {
                try (Socket client = listener.accept()) {
                    if (phase == Phase.TLS) {
                        int _ = client.getInputStream().read(new byte[4_096]);
                    }
                    answer.to(client);
                } catch (IOException gone) {
                    // The reason in the failure of the probe.
                }
            }
        });
        return new Case(
                LOOPBACK, EgressPolicy.anyAddress(), listener, "peer.example:" + listener.getLocalPort(), phase);
    }

    /** A port that is bound, so that no other process takes it, and refuses connections. */
    private static Case closed() throws IOException {
        Socket bound = new Socket();
        bound.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return new Case(
                LOOPBACK, EgressPolicy.anyAddress(), bound, "closed.example:" + bound.getLocalPort(), Phase.CONNECT);
    }

    /** Answers each request with 404. */
    private static HttpsServer emptyWebServer() throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 5);
        server.setHttpsConfigurator(
                new HttpsConfigurator(LocalhostIdentity.issued().serverContext()));
        server.start();
        return server;
    }
}
