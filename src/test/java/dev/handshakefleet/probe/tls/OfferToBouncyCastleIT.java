package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import dev.handshakefleet.target.TlsOffer;
import dev.handshakefleet.target.TlsOffer.Profile;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.tls.SecurityParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every name of the registries is really negotiated: those that no OpenSSL here supports, with a server of the same library. */
class OfferToBouncyCastleIT {

    private static final List<String> ALL_VERSIONS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0");

    private static BouncyCastleServer server;

    @BeforeAll
    static void aServerWithEachKindOfKey() throws IOException, GeneralSecurityException {
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
        dsa.initialize(2_048);
        server = new BouncyCastleServer(List.of(
                leaf(root, KeyKind.EC_P256.generate()),
                leaf(root, KeyKind.RSA_2048.generate()),
                leaf(root, dsa.generateKeyPair())));
    }

    private static LocalIdentity leaf(LocalIdentity root, KeyPair key) {
        return LocalAuthority.leaf("localhost").key(key).dns("localhost").issuedBy(root);
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    static Stream<String> suites() {
        return CipherSuites.names().stream();
    }

    static Stream<String> groups() {
        return NamedGroups.names().stream();
    }

    @ParameterizedTest
    @MethodSource("suites")
    void everySuiteIsNegotiated(String suite) throws IOException {
        int code = CipherSuites.code(suite).orElseThrow();
        server.speaking(List.of(code), List.of());

        SecurityParameters agreed = agreed(List.of(suite), List.of());

        assertThat(agreed.getCipherSuite()).isEqualTo(code);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void everyGroupIsNegotiated(String group) throws IOException {
        boolean is13 = NamedGroups.versions(group).contains("TLSv1.3");
        String suite = is13 ? "TLS_AES_128_GCM_SHA256" : "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
        int code = NamedGroups.code(group).orElseThrow();
        server.speaking(List.of(CipherSuites.code(suite).orElseThrow()), List.of(code));

        SecurityParameters agreed = agreed(List.of(suite), List.of(group));

        // Before TLS 1.3 Bouncy Castle does not report the group; a complete handshake is the proof.
        assertThat(agreed.getNegotiatedGroup()).isEqualTo(is13 ? code : -1);
    }

    private static SecurityParameters agreed(List<String> suites, List<String> groups) throws IOException {
        TlsOffer offer = new TlsOffer(Profile.BROWSER, ALL_VERSIONS, suites, groups, Optional.empty());
        return SocketHandshake.only(server.port(), offer)
                .succeeded()
                .client()
                .parameters()
                .orElseThrow();
    }
}
