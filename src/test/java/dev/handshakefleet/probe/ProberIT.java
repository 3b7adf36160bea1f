package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.egress.Network;
import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HandshakeStep;
import dev.handshakefleet.probe.result.HandshakeStep.Sender;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every phase against real sockets: servers of the JDK's own TLS, and peers that misbehave. */
class ProberIT {

    private static final Engine ENGINE = Engine.warm();
    private static final LocalIdentity ROOT = root();
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 20;

    private final TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);

    @Test
    void tls13HandshakeIsTimedStepByStep() {
        LocalIdentity identity = leaf().issuedBy(ROOT);
        try (LoopbackServer server = LoopbackServer.tls(identity, "TLSv1.3")) {
            ProbeResult result = prober().probe(local(server.port())).getFirst();

            assertThat(result.failure()).isEmpty();
            assertThat(result.phases().keySet()).containsExactly(Phase.DNS, Phase.CONNECT, Phase.TLS, Phase.TOTAL);
            assertThat(result.address())
                    .hasValueSatisfying(
                            address -> assertThat(address.isLoopbackAddress()).isTrue());
            TlsFacts tls = result.tls().orElseThrow();
            assertThat(tls.version()).contains("TLSv1.3");
            assertThat(tls.cipher()).hasValueSatisfying(name -> assertThat(name).startsWith("TLS_AES_"));
            assertThat(tls.group()).contains("x25519");
            assertThat(tls.signatureScheme()).contains("ecdsa_secp256r1_sha256");
            assertThat(tls.serverName()).contains("localhost");
            assertThat(names(tls, Sender.SERVER))
                    .containsExactly(
                            "ServerHello", "EncryptedExtensions", "Certificate", "CertificateVerify", "Finished");
            assertThat(names(tls, Sender.CLIENT)).containsExactly("ClientHello", "Finished");
            assertThat(tls.waited().plus(tls.local())).isEqualTo(result.phases().get(Phase.TLS));
            assertThat(tls.bytesIn()).isGreaterThan(500);
            assertThat(tls.bytesOut()).isGreaterThan(1_400);
            assertThat(result.presentedChain().getFirst())
                    .isEqualTo(identity.chainDer().getFirst());
        }
    }

    @Test
    void tls12HandshakeWithRsaIsTimedStepByStep() {
        LocalIdentity identity = leaf().key(KeyKind.RSA_2048).issuedBy(ROOT);
        try (LoopbackServer server = LoopbackServer.tls(identity, "TLSv1.2")) {
            TlsFacts tls = prober().probe(local(server.port())).getFirst().tls().orElseThrow();

            assertThat(tls.version()).contains("TLSv1.2");
            assertThat(tls.cipher()).hasValueSatisfying(name -> assertThat(name).startsWith("TLS_ECDHE_RSA_"));
            assertThat(tls.group()).contains("x25519");
            assertThat(tls.signatureScheme())
                    .hasValueSatisfying(name -> assertThat(name).startsWith("rsa_"));
            assertThat(names(tls, Sender.SERVER))
                    .startsWith("ServerHello", "Certificate")
                    .containsSubsequence("ServerKeyExchange", "ServerHelloDone")
                    .endsWith("Finished");
            assertThat(names(tls, Sender.CLIENT)).containsExactly("ClientHello", "ClientKeyExchange", "Finished");
        }
    }

    @Test
    void delayOfTheServerIsWaitingAndNotLocal() {
        Duration delay = Duration.ofMillis(300);
        try (LoopbackServer server = LoopbackServer.slowTls(leaf().issuedBy(ROOT), delay)) {
            // A busy machine may stall the probe as well: one undisturbed attempt is enough.
            assertThat(IntStream.range(0, ATTEMPTS).anyMatch(attempt -> {
                        TlsFacts tls = prober().probe(local(server.port()))
                                .getFirst()
                                .tls()
                                .orElseThrow();
                        return tls.waited().compareTo(delay) >= 0 && tls.local().compareTo(delay) < 0;
                    }))
                    .isTrue();
        }
    }

    @Test
    void firstHandshakeOfAnEngineIsMarkedCold() {
        try (LoopbackServer server = LoopbackServer.tls(leaf().issuedBy(ROOT), "TLSv1.3")) {
            Prober fresh = prober(Engine.cold(), EgressPolicy.anyAddress(), Probes.PATIENT);

            assertThat(fresh.probe(local(server.port())).getFirst().quality().cold())
                    .isTrue();
            assertThat(fresh.probe(local(server.port())).getFirst().quality().cold())
                    .isFalse();
        }
    }

    @Test
    void alertKeepsItsNameAndNumber() {
        try (LoopbackServer server = LoopbackServer.refusing()) {
            assertFailure(
                    prober().probe(local(server.port())).getFirst(),
                    Phase.TLS,
                    Failure.Kind.ALERT_RECEIVED,
                    "handshake_failure(40)");
        }
    }

    @Test
    void clearTextReplyIsShown() {
        try (LoopbackServer server = LoopbackServer.plainText()) {
            assertFailure(
                    prober().probe(local(server.port())).getFirst(),
                    Phase.TLS,
                    Failure.Kind.NOT_TLS,
                    "clear-text HTTP: \"HTTP/1.1 400 Bad Request\"");
        }
    }

    @Test
    void connectionToAClosedPortIsRefused() throws IOException {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            ProbeResult result = prober().probe(local(taken.getLocalPort())).getFirst();

            assertFailure(result, Phase.CONNECT, Failure.Kind.CONNECTION_REFUSED, "Nothing listens");
            assertThat(result.phases().keySet()).containsExactly(Phase.DNS, Phase.TOTAL);
            assertThat(result.tls()).isEmpty();
        }
    }

    @Test
    void closeWithoutAReplyIsNamed() throws IOException {
        try (ServerSocket server =
                peer(connection -> connection.getInputStream().read(new byte[16_384]))) {
            assertFailure(
                    prober().probe(local(server.getLocalPort())).getFirst(),
                    Phase.TLS,
                    Failure.Kind.CLOSED_BY_PEER,
                    "after the ClientHello and sent nothing");
        }
    }

    @Test
    void resetConnectionIsNamed() throws IOException {
        try (ServerSocket server = peer(connection -> {
            connection.getInputStream().read();
            connection.setSoLinger(true, 0);
        })) {
            assertFailure(
                    prober().probe(local(server.getLocalPort())).getFirst(),
                    Phase.TLS,
                    Failure.Kind.CONNECTION_RESET,
                    "reset");
        }
    }

    @Test
    void unresponsiveServerIsATimeout() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket server = peer(connection -> await(over))) {
            Prober impatient = prober(
                    ENGINE,
                    EgressPolicy.anyAddress(),
                    new ProbeLimits(PATIENT, PATIENT, PATIENT, Duration.ofMillis(200), PATIENT, PATIENT));

            ProbeResult result = impatient.probe(local(server.getLocalPort())).getFirst();

            assertFailure(result, Phase.TLS, Failure.Kind.TIMEOUT, "in time");
            assertThat(result.phases().get(Phase.TOTAL)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        } finally {
            over.countDown();
        }
    }

    @Test
    void slowServerIsEndedAtTheTotalDeadline() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket server = peer(connection -> {
            byte[] hugeRecord = {22, 3, 3, 0x40, 0};
            connection.getOutputStream().write(hugeRecord);
            while (over.getCount() > 0) {
                connection.getOutputStream().write(0);
                await(over, Duration.ofMillis(50));
            }
        })) {
            Prober impatient = prober(
                    ENGINE,
                    EgressPolicy.anyAddress(),
                    new ProbeLimits(PATIENT, PATIENT, PATIENT, PATIENT, PATIENT, Duration.ofSeconds(5)));

            assertFailure(
                    impatient.probe(local(server.getLocalPort())).getFirst(),
                    Phase.TLS,
                    Failure.Kind.TIMEOUT,
                    "in time");
        } finally {
            over.countDown();
        }
    }

    @Test
    void floodIsCutOff() throws IOException {
        try (ServerSocket server = peer(connection -> {
            byte[] emptyHandshakeRecords = new byte[64 * 1024];
            for (int index = 0; index + 6 <= emptyHandshakeRecords.length; index += 6) {
                emptyHandshakeRecords[index] = 20;
                emptyHandshakeRecords[index + 1] = 3;
                emptyHandshakeRecords[index + 2] = 3;
                emptyHandshakeRecords[index + 4] = 1;
                emptyHandshakeRecords[index + 5] = 1;
            }
            while (true) {
                connection.getOutputStream().write(emptyHandshakeRecords);
            }
        })) {
            ProbeResult result = prober().probe(local(server.getLocalPort())).getFirst();

            assertThat(result.failure())
                    .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.PROTOCOL_ERROR));
            assertThat(result.tls().orElseThrow().bytesIn()).isLessThan(300 * 1024);
        }
    }

    @Test
    void unknownNameIsNotFound() {
        NameResolver nobody = FixedNames.ipv4(host -> {
            throw new UnknownHostException("NXDOMAIN");
        });

        ProbeResult result = prober(nobody, EgressPolicy.anyAddress(), Probes.PATIENT)
                .probe(named("gone.example"))
                .getFirst();

        assertFailure(result, Phase.DNS, Failure.Kind.NAME_NOT_FOUND, "The name does not exist (NXDOMAIN)");
    }

    @Test
    void temporaryResolverFailureIsNotAnUnknownName() {
        NameResolver troubled = FixedNames.ipv4(host -> {
            throw new UnknownHostException("SERVFAIL");
        });

        ProbeResult result = prober(troubled, EgressPolicy.anyAddress(), Probes.PATIENT)
                .probe(named("some.example"))
                .getFirst();

        assertFailure(result, Phase.DNS, Failure.Kind.NAME_LOOKUP_FAILED, "A: SERVFAIL");
    }

    @Test
    void hangingResolverEndsAtItsDeadline() {
        CountDownLatch over = new CountDownLatch(1);
        NameResolver hanging = FixedNames.ipv4(host -> {
            await(over);
            throw new UnknownHostException("NXDOMAIN");
        });
        ProbeLimits limits = new ProbeLimits(Duration.ofMillis(100), PATIENT, PATIENT, PATIENT, PATIENT, PATIENT);
        try {
            ProbeResult result = prober(hanging, EgressPolicy.anyAddress(), limits)
                    .probe(named("slow.example"))
                    .getFirst();

            assertFailure(result, Phase.DNS, Failure.Kind.NAME_LOOKUP_FAILED, "A: TIMEOUT");
        } finally {
            over.countDown();
        }
    }

    @Test
    void nameOfAPrivateAddressIsNotConnectedTo() throws IOException {
        CountDownLatch connected = new CountDownLatch(1);
        try (ServerSocket server = peer(connection -> connected.countDown())) {
            Target target = local(server.getLocalPort());

            ProbeResult result = prober(NameResolver.ofSystem(), EgressPolicy.publicAnd(List.of()), Probes.PATIENT)
                    .probe(target)
                    .getFirst();

            assertFailure(
                    result, Phase.CONNECT, Failure.Kind.ADDRESS_REFUSED_BY_POLICY, "127.0.0.1 was not connected to");
            assertThat(connected.getCount()).isEqualTo(1);
        }
    }

    @Test
    void onlyTheCheckedAddressIsConnectedTo() {
        InetAddress inside = InetAddress.ofLiteral("169.254.169.254");
        InetAddress allowed = InetAddress.ofLiteral("127.0.0.1");
        EgressPolicy policy = EgressPolicy.publicAnd(List.of(Network.parse("x", "127.0.0.0/8")));
        try (LoopbackServer server = LoopbackServer.tls(leaf().issuedBy(ROOT), "TLSv1.3")) {
            ProbeResult result = prober(FixedNames.ipv4(host -> List.of(inside, allowed)), policy, Probes.PATIENT)
                    .probe(reader.read("two-faced.example:" + server.port()))
                    .getFirst();

            assertThat(result.failure()).isEmpty();
            assertThat(result.address()).contains(allowed);
        }
    }

    @Test
    void ipLiteralHasNoLookupAndSendsNoServerName() {
        try (LoopbackServer server = LoopbackServer.tls(leaf().issuedBy(ROOT), "TLSv1.3")) {
            ProbeResult result =
                    prober().probe(reader.read("127.0.0.1:" + server.port())).getFirst();

            assertThat(result.phases()).doesNotContainKey(Phase.DNS);
            assertThat(result.tls().orElseThrow().serverName()).isEmpty();
        }
    }

    private static LocalIdentity root() {
        Instant now = Instant.now();
        return LocalAuthority.root("Test Root")
                .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1_000)))
                .selfSigned();
    }

    private static CertificateDraft leaf() {
        Instant now = Instant.now();
        return LocalAuthority.leaf("localhost")
                .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(80)))
                .dns("localhost");
    }

    private static void assertFailure(ProbeResult result, Phase phase, Failure.Kind kind, String text) {
        assertThat(result.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.phase()).isEqualTo(phase);
            assertThat(failure.detail()).contains(text);
        });
        assertThat(result.phases()).doesNotContainKey(Phase.TLS).containsKey(Phase.TOTAL);
    }

    private static List<String> names(TlsFacts tls, Sender sender) {
        return tls.steps().stream()
                .filter(step -> step.from() == sender)
                .map(HandshakeStep::name)
                .toList();
    }

    private Target local(int port) {
        return reader.read("localhost:" + port);
    }

    private Target named(String host) {
        return reader.read(host);
    }

    private static Prober prober() {
        return prober(ENGINE, EgressPolicy.anyAddress(), Probes.PATIENT);
    }

    private static Prober prober(Engine engine, EgressPolicy egress, ProbeLimits limits) {
        return new Prober(NameResolver.ofSystem(), egress, limits, engine, ClientIdentities.none(), Clock.systemUTC());
    }

    private static Prober prober(NameResolver resolver, EgressPolicy egress, ProbeLimits limits) {
        return new Prober(resolver, egress, limits, ENGINE, ClientIdentities.none(), Clock.systemUTC());
    }

    /** The behaviour of a peer on its only connection. */
    @FunctionalInterface
    private interface Behaviour {
        void on(Socket connection) throws IOException;
    }

    private static ServerSocket peer(Behaviour behaviour) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (Socket connection = server.accept()) {
                behaviour.on(connection);
            } catch (IOException theProbeIsGone) {
                // As it should be.
            }
        });
        return server;
    }

    private static void await(CountDownLatch latch) {
        await(latch, Duration.ofSeconds(60));
    }

    private static void await(CountDownLatch latch, Duration longest) {
        try {
            boolean _ = latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
