package dev.handshakefleet.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainInspection;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.ExpiryPolicy;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The findings of a probe, and their texts. */
class JudgeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String HOST = "www.example.com";

    private final LocalIdentity root =
            LocalAuthority.root("Root").valid(days(-1000), days(2650)).selfSigned();
    private final LocalIdentity authority =
            LocalAuthority.intermediate("CA 1").valid(days(-500), days(1300)).issuedBy(root);
    private final Judge judge = new Judge(TrustStore.of("test", root.path()));

    @Test
    void healthyProbeHasNoFindings() {
        JudgedProbe judged = judge.judge(probe(leaf(days(-10), days(80))), NOW);

        assertThat(judged.verdict().findings()).isEmpty();
        assertThat(judged.verdict().severity()).isEqualTo(Severity.OK);
        assertThat(judged.chain().path()).hasSize(3);
        assertThat(judged.judgedAt()).isEqualTo(NOW);
    }

    @Test
    void expiringLeafIsReportedWithDaysAndDate() {
        assertOnly(
                leaf(days(-78), days(12)),
                FindingCode.CERT_EXPIRING,
                Severity.WARNING,
                "Leaf certificate expires in 12 days (2026-12-05).",
                "Renew it now and reload the server: 13 % of its lifetime is left.");
    }

    @Test
    void leafInItsLastHoursIsCriticalWithHours() {
        assertOnly(
                leaf(days(-89), NOW.plus(Duration.ofHours(7))),
                FindingCode.CERT_EXPIRING,
                Severity.CRITICAL,
                "Leaf certificate expires in 7 hours (2026-11-23).",
                "Renew it now and reload the server: less than 1 % of its lifetime is left.");
    }

    @Test
    void expiredLeafIsNotAlsoExpiring() {
        assertOnly(
                leaf(days(-93), days(-3)),
                FindingCode.CERT_EXPIRED,
                Severity.CRITICAL,
                "Leaf certificate expired 3 days ago (2026-11-20).",
                "Renew it now, install it and reload the server: clients refuse it.");
    }

    @Test
    void lastSecondOfTheValidityIsNotExpired() {
        LocalIdentity leaf = leaf(days(-90), NOW);
        assertThat(findings(leaf, NOW.plusMillis(999)))
                .extracting(Finding::code)
                .containsExactly(FindingCode.CERT_EXPIRING);
        assertThat(findings(leaf, NOW.plusSeconds(1)))
                .extracting(Finding::code)
                .containsExactly(FindingCode.CERT_EXPIRED);
    }

    @Test
    void leafIsNotYetValidBeforeItsFirstSecond() {
        LocalIdentity leaf = leaf(days(2), days(92));
        assertThat(findings(leaf, NOW)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.CERT_NOT_YET_VALID);
            assertThat(finding.message()).isEqualTo("Leaf certificate becomes valid in 2 days (2026-11-25).");
        });
        assertThat(findings(leaf, days(2))).isEmpty();
    }

    @Test
    void expiredIntermediateIsReportedWithItsRoleAndSubject() {
        LocalIdentity expired =
                LocalAuthority.intermediate("CA 2").valid(days(-400), days(-1)).issuedBy(root);
        assertThat(findings(leaf(days(-10), days(80), expired), NOW))
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple(
                        FindingCode.CERT_EXPIRED,
                        "Intermediate certificate 'CN=CA 2' expired 1 day ago (2026-11-22)."));
    }

    @Test
    void expiringIntermediateAndRootHaveTheThresholdsOfAuthorities() {
        LocalIdentity oldRoot =
                LocalAuthority.root("Old Root").valid(days(-3600), days(29)).selfSigned();
        LocalIdentity oldAuthority = LocalAuthority.intermediate("Old CA")
                .valid(days(-1000), days(89))
                .issuedBy(oldRoot);
        ProbeResult probe = probe(leaf(days(-10), days(80), oldAuthority));

        assertThat(new Judge(TrustStore.of("test", oldRoot.path()))
                        .judge(probe, NOW)
                        .verdict()
                        .findings())
                .extracting(Finding::severity, Finding::message)
                .containsExactly(
                        tuple(
                                Severity.CRITICAL,
                                "Root certificate 'CN=Old Root' expires in 29 days (2026-12-22), before the leaf that it"
                                        + " vouches for (2027-02-11)."),
                        tuple(
                                Severity.WARNING,
                                "Intermediate certificate 'CN=Old CA' expires in 89 days (2027-02-20)."));
    }

    @Test
    void unusedCertificatesHaveNoFindingsAboutDates() {
        LocalIdentity stray =
                LocalAuthority.intermediate("stray").valid(days(-400), days(-1)).issuedBy(root);
        LocalIdentity leaf = leaf(days(-10), days(80));
        assertThat(findings(leaf.presenting(leaf.certificate(), authority.certificate(), stray.certificate()), NOW))
                .extracting(Finding::code)
                .containsExactly(FindingCode.CHAIN_EXCESS);
    }

    @Test
    void selfSignedExpiredLeafForAnotherNameHasThreeFindings() {
        LocalIdentity self = LocalAuthority.leaf("self")
                .dns("a.example", "b.example")
                .valid(days(-20), days(-10))
                .selfSigned();
        assertThat(findings(self, NOW))
                .extracting(Finding::code, Finding::message)
                .containsExactly(
                        tuple(FindingCode.CERT_EXPIRED, "Leaf certificate expired 10 days ago (2026-11-13)."),
                        tuple(
                                FindingCode.HOSTNAME_MISMATCH,
                                "Leaf certificate does not cover www.example.com: it is for a.example, b.example."),
                        tuple(
                                FindingCode.SELF_SIGNED,
                                "Leaf certificate 'CN=self' is signed by its own key and is not trusted."));
    }

    @Test
    void hostnameMismatchShowsFiveNamesAndCountsTheRest() {
        LocalIdentity leaf = LocalAuthority.leaf("leaf")
                .dns("a.x", "b.x", "c.x", "d.x", "e.x", "f.x", "g.x")
                .valid(days(-10), days(80))
                .issuedBy(authority);
        assertThat(findings(leaf, NOW))
                .extracting(Finding::message)
                .containsExactly(
                        "Leaf certificate does not cover www.example.com: it is for a.x, b.x, c.x, d.x, e.x and 2 more.");
    }

    @Test
    void eachChainProblemHasItsMessageAndAdvice() {
        LocalIdentity leaf = leaf(days(-10), days(80));
        assertThat(findings(leaf.presenting(leaf.certificate()), NOW))
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple(
                        FindingCode.INCOMPLETE_CHAIN,
                        "The issuer of the leaf certificate, 'CN=CA 1', was not sent and is unknown."));

        assertThat(new Judge(TrustStore.of("test", List.of()))
                        .judge(probe(leaf), NOW)
                        .verdict()
                        .findings())
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple(
                        FindingCode.UNTRUSTED_ROOT,
                        "The path ends in intermediate certificate 'CN=CA 1', whose issuer 'CN=Root' is not trusted."));

        LocalIdentity forged = LocalAuthority.leaf("forged")
                .dns(HOST)
                .valid(days(-10), days(80))
                .forged()
                .issuedBy(authority);
        assertThat(findings(forged, NOW))
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple(
                        FindingCode.BAD_SIGNATURE,
                        "Leaf certificate names 'CN=CA 1' as its issuer but is not signed by its key."));

        LocalIdentity noCa = LocalAuthority.intermediate("no CA")
                .valid(days(-500), days(1300))
                .withoutCaFlag()
                .issuedBy(root);
        assertThat(findings(leaf(days(-10), days(80), noCa), NOW))
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple(
                        FindingCode.NOT_A_CA,
                        "Intermediate certificate 'CN=no CA' signs certificates without the right to: its basic"
                                + " constraints do not say that it is a CA."));
    }

    @ParameterizedTest
    @EnumSource(Failure.Kind.class)
    void everyFailureIsCriticalWithPhaseKindDetailAndAdvice(Failure.Kind kind) {
        ProbeResult failed = failed(new Failure(Phase.TLS, kind, "some detail(40)."), List.of());
        JudgedProbe judged = judge.judge(failed, NOW);

        assertThat(judged.chain()).isEqualTo(ChainInspection.NOTHING_PRESENTED);
        assertThat(judged.verdict().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.HANDSHAKE_FAILED);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message()).isEqualTo("Failed in phase tls with " + kind + ": some detail(40).");
            assertThat(finding.advice()).hasSizeGreaterThan(20).endsWith(".");
        });
    }

    @Test
    void certificatesAreJudgedEvenIfTheHandshakeFailedLater() {
        Failure alert = new Failure(Phase.TLS, Failure.Kind.ALERT_RECEIVED, "certificate_required(116)");
        assertThat(judge.judge(failed(alert, leaf(days(-93), days(-3)).chainDer()), NOW)
                        .verdict()
                        .findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.HANDSHAKE_FAILED, FindingCode.CERT_EXPIRED);
    }

    @ParameterizedTest(name = "{0} ns: {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "500000000  | OK       | ''",
                "500000001  | WARNING  | Handshake took 500.000001 ms, limit 500 ms.",
                "500000400  | WARNING  | Handshake took 500.0004 ms, limit 500 ms.",
                "500040000  | WARNING  | Handshake took 500.04 ms, limit 500 ms.",
                "712000000  | WARNING  | Handshake took 712 ms, limit 500 ms.",
                "1000000000 | WARNING  | Handshake took 1000 ms, limit 500 ms.",
                "1000000001 | CRITICAL | Handshake took 1000.000001 ms, critical limit 1000 ms.",
                "7200000000000 | CRITICAL | Handshake took 7200000 ms, critical limit 1000 ms.",
            })
    void handshakeIsComparedWithItsTwoLimits(long nanos, Severity severity, String message) {
        Verdict verdict = judge.judge(
                        timed(Map.of(Phase.TLS, Duration.ofNanos(nanos)), Sla.ofTls(Duration.ofMillis(500))), NOW)
                .verdict();
        assertThat(verdict.severity()).isEqualTo(severity);
        assertThat(verdict.findings())
                .extracting(Finding::message)
                .isEqualTo(message.isEmpty() ? List.of() : List.of(message));
    }

    @Test
    void everyPhaseAndTheTotalAreComparedWithTheirLimits() {
        SlaLimit limit = new SlaLimit(Duration.ofNanos(1_500_000), Duration.ofMillis(20));
        Sla sla = new Sla(Map.of(Phase.DNS, limit, Phase.CONNECT, limit, Phase.TOTAL, limit));
        Map<Phase, Duration> phases = Map.of(
                Phase.DNS, Duration.ofMillis(2),
                Phase.CONNECT, Duration.ofMillis(1),
                Phase.TLS, Duration.ofSeconds(9),
                Phase.TOTAL, Duration.ofSeconds(10));
        assertThat(judge.judge(timed(phases, sla), NOW).verdict().findings())
                .extracting(Finding::severity, Finding::message)
                .containsExactly(
                        tuple(Severity.CRITICAL, "The whole probe took 10000 ms, critical limit 20 ms."),
                        tuple(Severity.WARNING, "Name lookup took 2 ms, limit 1.5 ms."));
    }

    @Test
    void certificateMustCoverTheServerName() {
        Target target = target("10.0.0.1", new Sla(Map.of())).withServerName(HOST);
        assertThat(judge.judge(
                                ProbeResult.builder()
                                        .target(target)
                                        .startedAt(NOW)
                                        .presentedChain(
                                                leaf(days(-10), days(80)).chainDer())
                                        .quality(new Quality(Quality.Clock.PROCESS, false, Duration.ZERO, 1))
                                        .build(),
                                NOW)
                        .verdict()
                        .findings())
                .isEmpty();
    }

    private LocalIdentity leaf(Instant from, Instant until) {
        return leaf(from, until, authority);
    }

    private static LocalIdentity leaf(Instant from, Instant until, LocalIdentity issuer) {
        return LocalAuthority.leaf("leaf").dns(HOST).valid(from, until).issuedBy(issuer);
    }

    private List<Finding> findings(LocalIdentity identity, Instant at) {
        return judge.judge(probe(identity), at).verdict().findings();
    }

    private void assertOnly(
            LocalIdentity identity, FindingCode code, Severity severity, String message, String advice) {
        assertThat(findings(identity, NOW))
                .extracting(finding -> finding.about(FindingSubject.PROBE))
                .containsExactly(new Finding(code, severity, message, advice));
    }

    private static Instant days(int fromNow) {
        return NOW.plus(Duration.ofDays(fromNow));
    }

    private static ProbeResult probe(LocalIdentity identity) {
        return result(new Sla(Map.of()), Map.of(), identity.chainDer(), Optional.empty());
    }

    private static ProbeResult failed(Failure failure, List<byte[]> chain) {
        return result(new Sla(Map.of()), Map.of(), chain, Optional.of(failure));
    }

    private static ProbeResult timed(Map<Phase, Duration> phases, Sla sla) {
        return result(sla, phases, List.of(), Optional.empty());
    }

    private static Target target(String host, Sla sla) {
        return Target.ofDefaults(host, 443, new TargetDefaults(sla, ExpiryPolicy.BY_LIFETIME, AlertPolicy.DEFAULT));
    }

    private static ProbeResult result(
            Sla sla, Map<Phase, Duration> phases, List<byte[]> chain, Optional<Failure> failure) {
        return ProbeResult.builder()
                .target(target(HOST, sla))
                .startedAt(NOW)
                .phases(phases)
                .presentedChain(new ArrayList<>(chain))
                .failure(failure)
                .quality(new Quality(Quality.Clock.PROCESS, false, Duration.ZERO, 1))
                .build();
    }
}
