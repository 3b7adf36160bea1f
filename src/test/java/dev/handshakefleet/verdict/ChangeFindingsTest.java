package dev.handshakefleet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which replacement of a leaf is a renewal and which one is worth a question. */
class ChangeFindingsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String ADDRESS = "203.0.113.7";

    private final LeafRecord old = first(leaf("aa", "key 1", "CN=CA 1", -30, 60), NOW.minus(Duration.ofDays(30)));

    @Test
    void earlyNewKeyIsAFindingWithBothLeaves() {
        LeafRecord current = after(leaf("bb", "key 2", "CN=CA 1", -1, 89), old);

        assertThat(ChangeFindings.of(new LeafComparison(current, List.of(old), NOW)))
                .hasValueSatisfying(finding -> {
                    assertThat(finding.code()).isEqualTo(FindingCode.CERT_CHANGED);
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "Leaf certificate was replaced with 60 days (66 % of its lifetime) left, by one with another"
                                            + " key: SHA-256 aaaaaaaaaaaaaaaa of 'CN=CA 1' by SHA-256 bbbbbbbbbbbbbbbb of 'CN=CA 1'.");
                    assertThat(finding.advice())
                            .contains("If you did not replace it yourselves", "Certificate Transparency");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "key 1, CN=CA 2, 'by one of another issuer:'",
        "key 2, CN=CA 2, 'by one with another key and of another issuer:'",
        "key 2, CN=CA 1, 'by one with another key:'",
    })
    void findingNamesTheChanges(String key, String issuer, String text) {
        LeafRecord current = after(leaf("bb", key, issuer, -1, 89), old);

        assertThat(ChangeFindings.of(new LeafComparison(current, List.of(old), NOW))
                        .orElseThrow()
                        .message())
                .contains(text);
    }

    @Test
    void earlyRenewalWithTheSameKeyAndIssuerIsNoFinding() {
        LeafRecord current = after(leaf("bb", "key 1", "CN=CA 1", 0, 90), old);

        assertThat(current.replaced()).contains(old.sha256());
        assertThat(ChangeFindings.of(new LeafComparison(current, List.of(old), NOW)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-44, 46, true", "-45, 45, false", "-60, 30, false", "-92, -2, false"})
    void leafIsDueFromHalfOfItsLifetimeOn(int from, int until, boolean isFinding) {
        LeafRecord replaced = first(leaf("aa", "key 1", "CN=CA 1", from, until), NOW.minus(Duration.ofDays(9)));
        LeafRecord current = after(leaf("bb", "key 2", "CN=CA 2", 0, 90), replaced);

        assertThat(ChangeFindings.of(new LeafComparison(current, List.of(replaced), NOW))
                        .isPresent())
                .isEqualTo(isFinding);
    }

    @Test
    void formerKeyOrIssuerOfTheTargetIsNotNew() {
        LeafRecord rsa = first(leaf("cc", "key 2", "CN=CA 2", -30, 60), NOW.minus(Duration.ofDays(20)));
        LeafRecord current = after(leaf("bb", "key 2", "CN=CA 1", 0, 90), old, rsa);

        assertThat(ChangeFindings.of(new LeafComparison(current, List.of(old, rsa), NOW)))
                .isEmpty();
    }

    @Test
    void findingLastsADayWhateverLeafFollows() {
        LeafRecord current = after(leaf("bb", "key 2", "CN=CA 1", -1, 89), old);
        LeafRecord later = first(leaf("cc", "key 2", "CN=CA 1", 0, 90), NOW.plusSeconds(60));
        List<LeafRecord> known = List.of(later, current, old);
        Instant end = NOW.plus(Duration.ofHours(24));

        assertThat(ChangeFindings.of(new LeafComparison(current, known, NOW.plusSeconds(3_600))))
                .isEqualTo(ChangeFindings.of(new LeafComparison(current, List.of(old), NOW)));
        assertThat(ChangeFindings.of(new LeafComparison(current, known, end.minusMillis(1))))
                .isPresent();
        assertThat(ChangeFindings.of(new LeafComparison(current, known, end))).isEmpty();
    }

    @Test
    void slowClockOfARegionDoesNotHideTheFinding() {
        LeafRecord current = after(leaf("bb", "key 2", "CN=CA 1", -1, 89), old);

        assertThat(ChangeFindings.of(new LeafComparison(current, List.of(current, old), NOW.minusSeconds(5))))
                .isPresent();
    }

    @Test
    void firstLeafOfATargetReplacesNone() {
        LeafRecord current = after(leaf("bb", "key 2", "CN=CA 1", -1, 89));

        assertThat(current.replaced()).isEmpty();
        assertThat(ChangeFindings.of(new LeafComparison(current, List.of(), NOW)))
                .isEmpty();
    }

    @Test
    void leafWithReversedValidityIsDue() {
        LeafRecord upsideDown = first(leaf("aa", "key 1", "CN=CA 1", 900, -2), NOW.minusSeconds(60));
        LeafRecord current = after(leaf("bb", "key 2", "CN=CA 2", 0, 90), upsideDown);

        assertThat(ChangeFindings.of(new LeafComparison(current, List.of(upsideDown), NOW)))
                .isEmpty();
    }

    @Test
    void endlessValidityIsAcceptedAndLongIssuersAreShortened() {
        CertificateFacts forEver = facts(
                "aa",
                "key 1",
                "CN=" + "\uD83D\uDD12".repeat(90),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59Z"));
        LeafRecord replaced = first(forEver, NOW.minusSeconds(60));
        LeafRecord current = after(leaf("bb", "key 2", "CN=" + "x".repeat(190), 0, 90), replaced);

        String message = ChangeFindings.of(new LeafComparison(current, List.of(replaced), NOW))
                .orElseThrow()
                .message();

        assertThat(message).contains("\uD83D\uDD12…' by SHA-256", "xxx…'.");
        assertThat(message.codePointCount(0, message.length())).isLessThan(300);
    }

    @Test
    void replacedLeafIsNotReplacedAgain() {
        LeafRecord next = LeafRecord.atFirstSight(
                leaf("bb", "key 1", "CN=CA 1", -20, 70),
                NOW.minus(Duration.ofDays(20)),
                "eu-west-1",
                Optional.of("203.0.113.8"),
                List.of(old));

        LeafRecord current = after(leaf("cc", "key 3", "CN=CA 1", 0, 90), old, next);

        assertThat(current.replaced()).contains(next.sha256());
    }

    @Test
    void nodesWithDifferentCertificatesAreComparedSeparately() {
        LeafRecord node1 = at("203.0.113.1", leaf("11", "key 1", "CN=CA 1", -60, 30), NOW.minus(Duration.ofDays(60)));
        LeafRecord node2 = at("203.0.113.2", leaf("22", "key 2", "CN=CA 1", -60, 30), NOW.minus(Duration.ofDays(60)));
        LeafRecord renewed1 =
                at("203.0.113.1", leaf("33", "key 3", "CN=CA 1", 0, 90), NOW.minus(Duration.ofDays(1)), node1, node2);

        LeafRecord renewed2 = at("203.0.113.2", leaf("44", "key 4", "CN=CA 1", 0, 90), NOW, node1, node2, renewed1);

        assertThat(renewed2.replaced()).contains(node2.sha256());
        assertThat(ChangeFindings.of(new LeafComparison(renewed2, List.of(node1, node2, renewed1), NOW)))
                .isEmpty();
    }

    private static CertificateFacts leaf(String sha256, String key, String issuer, int fromDays, int untilDays) {
        return facts(sha256, key, issuer, NOW.plus(Duration.ofDays(fromDays)), NOW.plus(Duration.ofDays(untilDays)));
    }

    private static CertificateFacts facts(String sha256, String key, String issuer, Instant from, Instant until) {
        return CertificateFacts.builder()
                .role(Role.LEAF)
                .sent(true)
                .subject("CN=www.example.com")
                .issuer(issuer)
                .serial("01")
                .sha256(sha256.repeat(32))
                .keySha256(key)
                .notBefore(from)
                .notAfter(until)
                .key("EC P-256")
                .signature("SHA256withECDSA")
                .names(List.of("www.example.com"))
                .build();
    }

    private static LeafRecord first(CertificateFacts leaf, Instant seen) {
        return at(ADDRESS, leaf, seen);
    }

    private static LeafRecord after(CertificateFacts leaf, LeafRecord... known) {
        return at(ADDRESS, leaf, NOW, known);
    }

    private static LeafRecord at(String address, CertificateFacts leaf, Instant seen, LeafRecord... known) {
        return LeafRecord.atFirstSight(leaf, seen, "eu-west-1", Optional.of(address), List.of(known));
    }
}
