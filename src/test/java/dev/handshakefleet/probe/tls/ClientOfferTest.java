package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import dev.handshakefleet.target.SignatureSchemes;
import dev.handshakefleet.target.TlsOffer;
import dev.handshakefleet.target.TlsOffer.Profile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.crypto.TlsECConfig;
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
        assertThat(names(offer.keyShares())).containsExactly("x25519");
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
    void chosenSignaturesRestrictVersionsAndTheSuitesOfTheProfile() {
        ClientOffer ecdsa = signed(NOTHING, NOTHING, "ecdsa_secp256r1_sha256", "ed25519");
        assertThat(ecdsa.signatures()).containsExactly(0x0403, 0x0807);
        assertThat(ecdsa.versions()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(suites(ecdsa))
                .allMatch(suite -> suite.startsWith("TLS_AES_")
                        || suite.startsWith("TLS_CHACHA20_")
                        || suite.startsWith("TLS_ECDHE_ECDSA_"));

        ClientOffer pss = signed(NOTHING, NOTHING, "rsa_pss_rsae_sha256");
        assertThat(pss.versions()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(suites(pss))
                .contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(suites(pss)).noneMatch(suite -> suite.contains("ECDSA") || suite.startsWith("TLS_RSA_"));

        assertThat(signed(NOTHING, NOTHING, "rsa_pkcs1_sha256").versions()).containsExactly("TLSv1.2");
        assertThat(signed(NOTHING, NOTHING, "mldsa65").versions()).containsExactly("TLSv1.3");
        assertThat(signed(List.of("TLSv1.0", "TLSv1.2"), NOTHING, "rsa_pkcs1_sha256")
                        .versions())
                .as("before TLS 1.2 no scheme can be chosen")
                .containsExactly("TLSv1.2");
        assertThat(suites(signed(NOTHING, List.of("TLS_RSA_WITH_AES_128_CBC_SHA"), "rsa_pkcs1_sha256")))
                .as("chosen suites stay")
                .containsExactly("TLS_RSA_WITH_AES_128_CBC_SHA");
    }

    @Test
    void signaturesThatFitNoVersionAreRefused() {
        assertThatThrownBy(() -> signed(List.of("TLSv1.3"), NOTHING, "rsa_pkcs1_sha256"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("tls.signatures: '[rsa_pkcs1_sha256]'; accepted: a scheme for TLSv1.3");
        assertThatThrownBy(() -> signed(NOTHING, NOTHING, "rsa"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("tls.signatures: '[rsa]'; accepted: a scheme for TLSv1.3 or TLSv1.2");
        assertThatThrownBy(() -> signed(NOTHING, List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"), "mldsa44"))
                .isInstanceOf(BadInputException.class)
                .hasMessageEndingWith("versions, ciphers, groups and signatures that fit together");
    }

    /** The numbers are those of the engine, by its own names. */
    @Test
    void signatureSchemesHaveTheirRegisteredNumbers() {
        assertThat(SignatureSchemes.names()).hasSize(22).allSatisfy(name -> {
            int code = SignatureSchemes.code(name.toUpperCase(Locale.ROOT)).orElseThrow();
            assertThat(SignatureScheme.getName(code)).isEqualTo(name);
            assertThat(SignatureSchemes.registered(name.toUpperCase(Locale.ROOT)))
                    .contains(name);
        });
        assertThat(ClientOffer.of(TlsOffer.DEFAULT).signatures())
                .startsWith(0x0403, 0x0804, 0x0401)
                .endsWith(0x0201, 0x0203, 0x0402, 0x0202);
    }

    @Test
    void classicClientHelloFitsIntoOneSegmentAndBrowserClientHelloDoesNot() throws IOException {
        assertThat(helloSize(Profile.CLASSIC)).isBetween(300, 700);
        assertThat(helloSize(Profile.BROWSER)).isBetween(1_461, 2_000);
    }

    @Test
    void bothKeySharesOfOneClientHelloHaveTheSameX25519KeyAndTheNextClientHelloHasAnother() throws IOException {
        ObservingCrypto crypto = new ObservingCrypto(new SecureRandom());
        byte[] first = x25519(crypto);

        assertThat(x25519(crypto)).isEqualTo(first);
        assertThat(x25519(new ObservingCrypto(new SecureRandom()))).isNotEqualTo(first);
    }

    private static byte[] x25519(ObservingCrypto crypto) throws IOException {
        return crypto.createECDomain(new TlsECConfig(NamedGroup.x25519))
                .createECDH()
                .generateEphemeral();
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

    private static List<String> suites(ClientOffer offer) {
        return offer.suites().stream()
                .flatMap(suite -> CipherSuites.name(suite).stream())
                .toList();
    }

    private static ClientOffer signed(List<String> versions, List<String> ciphers, String... signatures) {
        return ClientOffer.of(new TlsOffer(Profile.BROWSER, versions, ciphers, NOTHING, Optional.empty())
                .withSignatures(List.of(signatures)));
    }

    private static ClientOffer of(Profile profile, List<String> versions, List<String> ciphers, List<String> groups) {
        return ClientOffer.of(new TlsOffer(profile, versions, ciphers, groups, Optional.empty()));
    }
}
