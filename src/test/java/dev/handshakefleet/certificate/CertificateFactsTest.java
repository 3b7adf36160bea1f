package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.chain.ServerIdentity;
import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFactsTest {

    @ParameterizedTest
    @CsvSource({
        "EC_P256, EC P-256, SHA256withECDSA",
        "EC_P384, EC P-384, SHA384withECDSA",
        "RSA_2048, RSA 2048, SHA256withRSA",
        "ED25519, Ed25519, Ed25519",
        "ML_DSA_65, ML-DSA-65, ML-DSA-65",
    })
    void keyAndSignatureAreNamed(KeyKind kind, String key, String signature) {
        CertificateFacts facts = facts(LocalAuthority.leaf("x").key(kind));
        assertThat(facts.key()).isEqualTo(key);
        assertThat(facts.signature()).isEqualTo(signature);
    }

    @ParameterizedTest
    @CsvSource({"10, 0a", "255, ff", "256, 0100", "1, 01", "-1, ff", "-129, ff7f"})
    void serialIsHexadecimalWithAnEvenNumberOfDigits(BigInteger serial, String shown) {
        assertThat(facts(LocalAuthority.leaf("x").serial(serial)).serial()).isEqualTo(shown);
    }

    @Test
    void serialOfAnyLengthIsCutAt64Digits() {
        assertThat(facts(LocalAuthority.leaf("x").serial(BigInteger.TWO.pow(800)))
                        .serial())
                .hasSize(64);
    }

    @Test
    void distinguishedNamesAreWrittenByRfc4514() {
        CertificateFacts facts =
                facts(LocalAuthority.leaf("CN=a, O=\"Example, Inc.\", C=DE, EMAILADDRESS=a@b.example"));
        assertThat(facts.subject()).startsWith("CN=a,O=Example\\, Inc.,C=DE,emailAddress=");
        assertThat(facts.issuer()).isEqualTo(facts.subject());
    }

    @Test
    void deceptiveCharactersAreReplaced() {
        CertificateFacts facts = facts(LocalAuthority.leaf("CN=a\u202Egpj\u001B[31m\u2028b\u200Bc"));
        assertThat(facts.subject()).isEqualTo("CN=a\uFFFDgpj\uFFFD[31m\uFFFDb\uFFFDc");
    }

    @Test
    void longNamesAreCutAt200Characters() {
        assertThat(facts(LocalAuthority.leaf("x".repeat(5_000))).subject())
                .hasSize(200)
                .endsWith("x…");
    }

    @Test
    void namesAreDnsNamesAndAddressesUpToAHundred() {
        assertThat(facts(LocalAuthority.leaf("x").ip("10.0.0.1").dns("b.example", "*.a.example"))
                        .names())
                .containsExactly("b.example", "*.a.example", "10.0.0.1");
        String[] many =
                IntStream.range(0, 150).mapToObj(i -> "h" + i + ".example").toArray(String[]::new);
        assertThat(facts(LocalAuthority.leaf("x").dns(many)).names()).hasSize(100);
    }

    @Test
    void nameBeyondTheHundredthIsStillCovered() throws CertificateException {
        String[] many =
                IntStream.range(0, 150).mapToObj(i -> "h" + i + ".example").toArray(String[]::new);
        X509Certificate certificate =
                LocalAuthority.leaf("x").dns(many).selfSigned().certificate();
        assertThat(ServerIdentity.covers(new ParsedCertificate(certificate).names(), "h149.example"))
                .isTrue();
    }

    @Test
    void nameWithAnUnderscoreIsKept() {
        assertThat(facts(LocalAuthority.leaf("x").dns("_a_b.example")).names()).containsExactly("_a_b.example");
    }

    @Test
    void lastSecondOfTheValidityCounts() throws CertificateException {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant until = Instant.parse("2026-04-01T00:00:00Z");
        ParsedCertificate certificate = new ParsedCertificate(
                LocalAuthority.leaf("x").valid(from, until).selfSigned().certificate());
        assertThat(certificate.isValidAt(from)).isTrue();
        assertThat(certificate.isValidAt(from.minusMillis(1))).isFalse();
        assertThat(certificate.isValidAt(until.plusMillis(999))).isTrue();
        assertThat(certificate.isValidAt(until.plusSeconds(1))).isFalse();
    }

    @Test
    void certificateWithoutASubjectIsShownByItsFirstName() throws CertificateException {
        assertThat(facts(LocalAuthority.leaf("x").dns("a.example")).displayName())
                .isEqualTo("CN=x");
        assertThat(issued(LocalAuthority.leaf("").dns("a.example", "b.example")).displayName())
                .isEqualTo("a.example");
        CertificateFacts nameless = facts(LocalAuthority.leaf("x")).toBuilder()
                .subject("")
                .names(List.of())
                .build();
        assertThat(nameless.displayName()).startsWith("SHA-256 ");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT-0.5S, 0",
        "PT-1S, -1",
        "PT-1H, -1",
        "PT-24H, -1",
        "PT-24H1S, -1",
        "PT-25H, -2",
        "PT1H, 0",
        "PT23H59M59S, 0",
        "PT24H, 1",
        "PT36H, 1"
    })
    void daysLeftAreRoundedDown(Duration untilExpiry, long daysLeft) {
        CertificateFacts facts = facts(LocalAuthority.leaf("x"));
        assertThat(facts.daysLeft(facts.notAfter().minus(untilExpiry))).isEqualTo(daysLeft);
    }

    /** The JDK reads no certificate without the name of an issuer. */
    private static CertificateFacts issued(CertificateDraft draft) throws CertificateException {
        return new ParsedCertificate(
                        draft.issuedBy(LocalAuthority.root("Root").selfSigned()).certificate())
                .facts(Role.LEAF, true);
    }

    private static CertificateFacts facts(CertificateDraft draft) {
        try {
            return new ParsedCertificate(draft.selfSigned().certificate()).facts(Role.LEAF, true);
        } catch (CertificateException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
