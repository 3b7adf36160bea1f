package dev.handshakefleet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.ExpiryDays;
import dev.handshakefleet.target.ExpiryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryThresholdsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** Exactly at a threshold the better severity holds; one second later the worse one does. */
    @ParameterizedTest(name = "{0} of {1}: warning below {2}, critical below {3}")
    @CsvSource({
        // 30 % and a ninth of the lifetime
        "LEAF,         P6D,    PT43H12M,     PT16H",
        "LEAF,         P47D,   PT338H24M,    PT125H20M",
        "LEAF,         P90D,   P27D,         P7D",
        "LEAF,         P63D,   PT453H36M,    P7D",
        // the caps: 30 and 7 days, for authorities 90 and 30
        "LEAF,         P398D,  P30D,         P7D",
        "INTERMEDIATE, P90D,   P27D,         P10D",
        "INTERMEDIATE, P270D,  P81D,         P30D",
        "INTERMEDIATE, P3650D, P90D,         P30D",
        "ROOT,         P3650D, P90D,         P30D",
    })
    void thresholdsAreSharesOfTheLifetimeWithCaps(
            Role role, Duration lifetime, Duration warningBelow, Duration criticalBelow) {
        ExpiryThresholds thresholds = ExpiryThresholds.of(ExpiryPolicy.BY_LIFETIME);
        assertThat(thresholds.severity(certificate(role, lifetime, warningBelow), NOW))
                .isEqualTo(Severity.OK);
        assertThat(thresholds.severity(certificate(role, lifetime, warningBelow.minus(MOMENT)), NOW))
                .isEqualTo(Severity.WARNING);
        assertThat(thresholds.severity(certificate(role, lifetime, criticalBelow), NOW))
                .isEqualTo(Severity.WARNING);
        assertThat(thresholds.severity(certificate(role, lifetime, criticalBelow.minus(MOMENT)), NOW))
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void freshCertificateOfAnyLifetimeIsOk() {
        for (int days : new int[] {1, 6, 47, 90, 398, 3650}) {
            Duration lifetime = Duration.ofDays(days);
            assertThat(ExpiryThresholds.of(ExpiryPolicy.BY_LIFETIME)
                            .severity(certificate(Role.LEAF, lifetime, lifetime), NOW))
                    .isEqualTo(Severity.OK);
        }
    }

    @ParameterizedTest(name = "{0} with {1} left: {2}")
    @CsvSource({
        "LEAF,         PT480H,    OK", // exactly 20 days are not fewer than 20
        "LEAF,         PT479H59M, WARNING",
        "LEAF,         P5D,       WARNING",
        "LEAF,         PT119H,    CRITICAL",
        "INTERMEDIATE, P40D,      OK",
        "INTERMEDIATE, PT959H,    WARNING",
        "INTERMEDIATE, P10D,      WARNING",
        "ROOT,         PT239H,    CRITICAL",
    })
    void fixedDaysReplaceTheShares(Role role, Duration left, Severity severity) {
        ExpiryPolicy policy = new ExpiryPolicy(Optional.of(new ExpiryDays(20, 5)), Optional.of(new ExpiryDays(40, 10)));
        assertThat(ExpiryThresholds.of(policy).severity(certificate(role, Duration.ofDays(6_000), left), NOW))
                .isEqualTo(severity);
    }

    @Test
    void fixedDaysOfTheLeafDoNotApplyToAuthorities() {
        ExpiryPolicy policy = new ExpiryPolicy(Optional.of(new ExpiryDays(1, 0)), Optional.empty());
        CertificateFacts authority = certificate(Role.INTERMEDIATE, Duration.ofDays(3_650), Duration.ofDays(50));
        assertThat(ExpiryThresholds.of(policy).severity(authority, NOW)).isEqualTo(Severity.WARNING);
    }

    private static CertificateFacts certificate(Role role, Duration lifetime, Duration left) {
        Instant notAfter = NOW.plus(left);
        return CertificateFacts.builder()
                .role(role)
                .sent(true)
                .subject("CN=x")
                .issuer("CN=y")
                .serial("01")
                .sha256("ab".repeat(32))
                .keySha256("cd".repeat(32))
                .notBefore(notAfter.minus(lifetime))
                .notAfter(notAfter)
                .key("EC P-256")
                .signature("SHA256withECDSA")
                .build();
    }
}
