package dev.handshakefleet.probe.tls;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.ProtocolVersion;

/** The makes of servers that the tests know. */
enum PeerMake {
    OPENSSL,
    NGINX,
    HAPROXY,
    GNUTLS,
    GO,
    JSSE,
    BOUNCY_CASTLE;

    /** Starts one that listens on loopback; skips the test where it is not installed. */
    Peer start(PeerSettings order, PeerIdentities identities) throws IOException, GeneralSecurityException {
        PeerPrograms programs = new PeerPrograms(order, identities);
        return switch (this) {
            case OPENSSL -> programs.openssl();
            case NGINX -> programs.nginx();
            case HAPROXY -> programs.haproxy();
            case GNUTLS -> programs.gnutls();
            case GO -> GoPeer.start(order, identities);
            case JSSE -> JssePeer.start(order, identities);
            case BOUNCY_CASTLE -> bouncyCastle(order, identities);
        };
    }

    /** Whether it hands out tickets before TLS 1.3, where they are part of the handshake. */
    boolean sendsTicketsBefore13() {
        return this != BOUNCY_CASTLE;
    }

    private static Peer bouncyCastle(PeerSettings order, PeerIdentities identities) throws IOException {
        String key = order.key() == KeyKind.RSA_2048 ? "RSA" : "ECDSA";
        List<String> suites = order.is13()
                ? List.of("TLS_AES_128_GCM_SHA256")
                : List.of(
                        "TLS_ECDHE_" + key + "_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_" + key + "_WITH_AES_128_CBC_SHA");
        BouncyCastleServer server = new BouncyCastleServer(
                        List.of(identities.servers().get(order.key())))
                .speaking(
                        order.suite().map(List::of).orElse(suites).stream()
                                .map(name -> CipherSuites.code(name).orElseThrow())
                                .toList(),
                        order.group().stream()
                                .map(name -> NamedGroups.code(name).orElseThrow())
                                .toList())
                .only(
                        switch (order.version()) {
                            case "TLSv1.0" -> ProtocolVersion.TLSv10;
                            case "TLSv1.1" -> ProtocolVersion.TLSv11;
                            case "TLSv1.2" -> ProtocolVersion.TLSv12;
                            default -> ProtocolVersion.TLSv13;
                        })
                .announcing(order.protocols())
                .demandingCertificates(order.demand() == PeerSettings.Demand.MUST);
        String words = "Bouncy Castle " + new BouncyCastleProvider().getVersionStr();
        return new Peer(server.port(), words, server);
    }
}
