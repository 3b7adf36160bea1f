package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import dev.handshakefleet.target.TlsOffer;
import dev.handshakefleet.target.TlsOffer.Profile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The ClientHello offers the options of the target, and only combinations that fit together. */
class ClientOfferTest {

    private static final List<String> NOTHING = List.of();

    @Test
    void browserProfileSharesKeysOfTheHybridGroupAndX25519() {
        ClientOffer offer = ClientOffer.of(TlsOffer.DEFAULT);

        assertThat(offer.versions()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(names(offer.keyShares())).containsExactly("X25519MLKEM768", "x25519");
        assertThat(offer.protocols()).containsExactly("h2", "http/1.1");
    }

    @Test
    void classicProfileHasNoPostQuantumGroup() {
        ClientOffer offer = of(Profile.CLASSIC, NOTHING, NOTHING, NOTHING);

        assertThat(names(offer.groups())).noneMatch(name -> name.contains("MLKEM"));
        assertThat(names(offer.keyShares())).containsExactly("x25519", "secp256r1");
    }

    @Test
    void helloWithoutTls13HasNoTls13Extension() {
        ClientOffer offer = of(Profile.BROWSER, List.of("TLSv1.2"), NOTHING, NOTHING);

        assertThat(offer.keyShares()).isEmpty();
        assertThat(names(offer.groups())).noneMatch(name -> name.contains("MLKEM"));
        assertThat(offer.suites())
                .allSatisfy(suite -> assertThat(
                                CipherSuites.versions(CipherSuites.name(suite).orElseThrow()))
                        .contains("TLSv1.2"));
    }

    @Test
    void versionWithoutASuiteOrGroupIsNotOffered() {
        assertThat(of(Profile.BROWSER, NOTHING, List.of("TLS_RSA_WITH_AES_128_CBC_SHA"), NOTHING)
                        .versions())
                .containsExactly("TLSv1.2");
        assertThat(of(Profile.BROWSER, NOTHING, NOTHING, List.of("brainpoolP256r1"))
                        .versions())
                .containsExactly("TLSv1.2");
        ClientOffer only13 = of(Profile.BROWSER, NOTHING, List.of("TLS_AES_256_GCM_SHA384"), NOTHING);
        assertThat(only13.versions()).containsExactly("TLSv1.3");
        assertThat(only13.suites()).containsExactly(0x1302);
    }

    @Test
    void oneGroupHasOneShareAndMoreHaveTwo() {
        assertThat(of(Profile.BROWSER, NOTHING, NOTHING, List.of("secp384r1")).keyShares())
                .hasSize(1);
        assertThat(names(of(Profile.BROWSER, NOTHING, NOTHING, List.of("x448", "secp384r1", "x25519"))
                        .keyShares()))
                .containsExactly("x448", "secp384r1");
    }

    @Test
    void unknownOrUnusableParameterIsRefusedByName() {
        assertThatThrownBy(
                        () -> of(Profile.BROWSER, List.of("TLSv1.3"), List.of("TLS_RSA_WITH_AES_128_CBC_SHA"), NOTHING))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("fit together");
        assertThatThrownBy(() -> of(Profile.BROWSER, List.of("SSLv3"), NOTHING, NOTHING))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("SSLv3");
        assertThatThrownBy(() -> of(Profile.BROWSER, NOTHING, List.of("RC4-MD5"), NOTHING))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("tls.ciphers");
        assertThatThrownBy(() -> of(Profile.BROWSER, NOTHING, NOTHING, List.of("P-256")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("tls.groups");
    }

    @Test
    void classicClientHelloFitsIntoOneSegmentAndBrowserClientHelloDoesNot() throws IOException {
        assertThat(helloSize(Profile.CLASSIC)).isBetween(300, 700);
        assertThat(helloSize(Profile.BROWSER)).isBetween(1_461, 2_000);
    }

    private static int helloSize(Profile profile) throws IOException {
        ResumingProtocol protocol = new ResumingProtocol();
        protocol.connect(new ProbeClient(
                new ObservingCrypto(new SecureRandom()),
                of(profile, NOTHING, NOTHING, NOTHING),
                Optional.of("localhost"),
                Optional.empty(),
                Optional.empty()));
        return protocol.getAvailableOutputBytes();
    }

    private static List<String> names(List<Integer> groups) {
        return groups.stream()
                .flatMap(group -> NamedGroups.name(group).stream())
                .toList();
    }

    private static ClientOffer of(Profile profile, List<String> versions, List<String> ciphers, List<String> groups) {
        return ClientOffer.of(new TlsOffer(profile, versions, ciphers, groups, Optional.empty()));
    }
}
