package dev.handshakefleet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Phase;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The findings of an address behind a name whose certificate differs from the others, and their texts. */
class AddressFindingsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final CertificateFacts OLD = leaf("aa", -80, 10);
    private static final CertificateFacts RENEWED = leaf("bb", -1, 89);

    @Test
    void nodeWithTheOldLeafIsNamed() {
        List<Optional<Finding>> compared =
                findings(List.of(at("203.0.113.1", RENEWED), at("203.0.113.2", OLD), at("203.0.113.3", RENEWED)));

        assertThat(compared.get(0)).isEmpty();
        assertThat(compared.get(2)).isEmpty();
        assertThat(compared.get(1)).hasValueSatisfying(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.ADDRESSES_DISAGREE);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message())
                    .isEqualTo(
                            "203.0.113.2 serves an older leaf certificate (expires 2026-12-03, SHA-256 aaaaaaaaaaaaaaaa)"
                                    + " than 203.0.113.1, 203.0.113.3 (expires 2027-02-20, SHA-256 bbbbbbbbbbbbbbbb).");
            assertThat(finding.advice())
                    .isEqualTo("Install the renewed certificate on the server at 203.0.113.2 and reload it.");
        });
    }

    @Test
    void addressesWithTheSameLeafHaveNoFinding() {
        List<JudgedProbe> results = List.of(at("203.0.113.1", OLD), at("203.0.113.2", OLD));

        assertThat(messages(findings(results))).isEmpty();
        assertThat(findings(List.of(at("203.0.113.1", OLD)))).containsExactly(Optional.empty());
        assertThat(findings(List.of())).isEmpty();
    }

    @Test
    void addressWithoutACertificateIsLeftOut() {
        JudgedProbe failed =
                Probes.failed("a.example", new Failure(Phase.CONNECT, Failure.Kind.CONNECTION_REFUSED, "refused"));

        List<Optional<Finding>> compared =
                findings(List.of(failed, at("203.0.113.1", RENEWED), at("203.0.113.2", RENEWED)));

        assertThat(compared).containsOnly(Optional.empty());
    }

    @Test
    void eachOlderLeafIsComparedWithTheNewest() {
        List<Optional<Finding>> compared = findings(
                List.of(at("203.0.113.1", OLD), at("203.0.113.2", leaf("cc", -40, 50)), at("203.0.113.3", RENEWED)));

        assertThat(messages(compared))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message).contains("than 203.0.113.3 (expires 2027-02-20"));
        assertThat(compared.get(2)).isEmpty();
    }

    @Test
    void referenceOfSimultaneousLeavesDoesNotDependOnTheOrder() {
        JudgedProbe first = at("203.0.113.1", leaf("11", -1, 89));
        JudgedProbe second = at("203.0.113.2", leaf("22", -1, 89));

        assertThat(messages(findings(List.of(first, second))))
                .isEqualTo(messages(findings(List.of(second, first))))
                .singleElement()
                .asString()
                .startsWith("203.0.113.1 serves another leaf certificate (");
    }

    @Test
    void findingNamesAtMostFiveAddresses() {
        List<JudgedProbe> results = new ArrayList<>(IntStream.rangeClosed(1, 7)
                .mapToObj(number -> at("203.0.113." + number, OLD))
                .toList());
        results.add(at("2001:db8::1", RENEWED));

        assertThat(messages(findings(results)))
                .hasSize(7)
                .allSatisfy(message -> assertThat(message)
                        .startsWith(
                                "203.0.113.1, 203.0.113.2, 203.0.113.3, 203.0.113.4, 203.0.113.5 and 2 more serve an"
                                        + " older"));
    }

    @Test
    void olderLeafHasItsOwnFindingsAsWell() {
        JudgedProbe expiring = at("203.0.113.2", leaf("aa", -80, 1));

        List<JudgedProbe> judged = new Judge(TrustStore.of("test", List.of()))
                .judge(inspected(List.of(at("203.0.113.1", RENEWED), expiring)));

        assertThat(judged.getFirst().verdict().findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.ADDRESSES_DISAGREE);
        assertThat(judged.getLast().verdict().findings())
                .extracting(Finding::code)
                .contains(FindingCode.CERT_EXPIRING, FindingCode.ADDRESSES_DISAGREE);
    }

    /** The finding about each address, in the order of the addresses. */
    private static List<Optional<Finding>> findings(List<JudgedProbe> probes) {
        List<Judge.Inspected> inspected = inspected(probes);
        return inspected.stream()
                .map(probe -> AddressFindings.of(probe, inspected))
                .toList();
    }

    private static List<Judge.Inspected> inspected(List<JudgedProbe> probes) {
        return probes.stream()
                .map(probe -> new Judge.Inspected(probe.result(), Evidence.NONE, probe.chain(), NOW))
                .toList();
    }

    private static List<String> messages(List<Optional<Finding>> findings) {
        return findings.stream().flatMap(Optional::stream).map(Finding::message).toList();
    }

    private static CertificateFacts leaf(String sha256, int fromDays, int untilDays) {
        return CertificateFacts.builder()
                .role(Role.LEAF)
                .sent(true)
                .subject("CN=a.example")
                .issuer("CN=CA 1")
                .serial("01")
                .sha256(sha256.repeat(32))
                .keySha256("cd".repeat(32))
                .notBefore(NOW.plus(Duration.ofDays(fromDays)))
                .notAfter(NOW.plus(Duration.ofDays(untilDays)))
                .key("EC P-256")
                .signature("SHA256withECDSA")
                .names(List.of("a.example"))
                .build();
    }

    private static JudgedProbe at(String address, CertificateFacts leaf) {
        return Probes.at(InetAddress.ofLiteral(address), Probes.healthy("a.example"), leaf);
    }
}
