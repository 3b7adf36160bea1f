package dev.handshakefleet.local.demo;

import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Real TLS servers on loopback with one thing right or wrong each, under a certificate authority of the demo. */
final class DemoServers implements AutoCloseable {

    private static final Duration SLOWNESS = Duration.ofMillis(800);
    private static final Duration YEAR = Duration.ofDays(365);

    private final Instant now;
    private final LocalIdentity root;
    private final LocalIdentity intermediate;
    private final List<LoopbackServer> servers = new ArrayList<>();
    private final List<DemoTarget> targets = new ArrayList<>();
    private final Socket closedPort;
    private final LoopbackServer renewed;

    DemoServers(Instant now) {
        this.now = now;
        this.root = LocalAuthority.root("Demo Root")
                .valid(now.minus(YEAR), now.plus(YEAR.multipliedBy(9)))
                .selfSigned();
        this.intermediate = intermediate(now.plus(YEAR.multipliedBy(3)));
        this.closedPort = boundButNotListening();
        startHealthy();
        startWithBadCertificates();
        startMisbehaving();
        this.renewed = start(LoopbackServer.tls(expiredLeaf(), "TLSv1.3"));
        targets.add(DemoTarget.healthy("renewed after round 1", renewed.port()));
    }

    List<DemoTarget> targets() {
        return List.copyOf(targets);
    }

    /** Renews the expired certificate. */
    void renewTheExpired() {
        renewed.renew(leaf().issuedBy(intermediate));
    }

    /** Writes the trust anchor for clients of these servers. */
    void writeRoot(Path file) throws IOException {
        Files.writeString(file, LocalIdentity.pem(List.of(root.certificate())));
    }

    @Override
    public void close() {
        servers.forEach(LoopbackServer::close);
        try {
            closedPort.close();
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        }
    }

    private void startHealthy() {
        LoopbackServer ecdsa = start(LoopbackServer.tls(leaf().issuedBy(intermediate), "TLSv1.3"));
        targets.add(DemoTarget.healthy("healthy, TLS 1.3, ECDSA", ecdsa.port()));
        LocalIdentity rsaLeaf = leaf().key(KeyKind.RSA_2048).issuedBy(intermediate);
        LoopbackServer rsa = start(LoopbackServer.tls(rsaLeaf, "TLSv1.2"));
        targets.add(DemoTarget.healthy("healthy, TLS 1.2, RSA", rsa.port()));
    }

    private void startWithBadCertificates() {
        bad("expired leaf", expiredLeaf(), Severity.CRITICAL, FindingCode.CERT_EXPIRED);
        LocalIdentity expiring = intermediate(now.plus(Duration.ofDays(60)));
        bad("expiring intermediate", leaf().issuedBy(expiring), Severity.WARNING, FindingCode.CERT_EXPIRING);
        LocalIdentity otherHost = LocalAuthority.leaf("other.example")
                .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(89)))
                .dns("other.example")
                .issuedBy(intermediate);
        bad("wrong host", otherHost, Severity.CRITICAL, FindingCode.HOSTNAME_MISMATCH);
        bad("self-signed", leaf().selfSigned(), Severity.CRITICAL, FindingCode.SELF_SIGNED);
        LocalIdentity complete = leaf().issuedBy(intermediate);
        LocalIdentity incomplete = complete.presenting(new X509Certificate[] {complete.certificate()});
        bad("incomplete chain", incomplete, Severity.CRITICAL, FindingCode.INCOMPLETE_CHAIN);
    }

    private void startMisbehaving() {
        LoopbackServer slow = start(LoopbackServer.slowTls(leaf().issuedBy(intermediate), SLOWNESS));
        targets.add(DemoTarget.bad("slow handshake", slow.port(), Severity.WARNING, FindingCode.SLA_BREACHED));
        failing("refuses with an alert", start(LoopbackServer.refusing()).port());
        failing("not TLS at all", start(LoopbackServer.plainText()).port());
        failing("closed port", closedPort.getLocalPort());
    }

    private void bad(String purpose, LocalIdentity identity, Severity severity, FindingCode code) {
        LoopbackServer server = start(LoopbackServer.tls(identity, "TLSv1.3"));
        targets.add(DemoTarget.bad(purpose, server.port(), severity, code));
    }

    private void failing(String purpose, int port) {
        targets.add(DemoTarget.bad(purpose, port, Severity.CRITICAL, FindingCode.HANDSHAKE_FAILED));
    }

    private LoopbackServer start(LoopbackServer server) {
        servers.add(server);
        return server;
    }

    private LocalIdentity intermediate(Instant until) {
        return LocalAuthority.intermediate("Demo Intermediate")
                .valid(now.minus(YEAR), until)
                .issuedBy(root);
    }

    private CertificateDraft leaf() {
        return LocalAuthority.leaf("localhost")
                .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(89)))
                .dns("localhost");
    }

    private LocalIdentity expiredLeaf() {
        return leaf().valid(now.minus(Duration.ofDays(92)), now.minus(Duration.ofDays(2)))
                .issuedBy(intermediate);
    }

    /** A closed port, reserved so that no other program gets it. */
    private static Socket boundButNotListening() {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }
}
