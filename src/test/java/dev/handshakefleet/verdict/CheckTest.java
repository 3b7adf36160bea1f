package dev.handshakefleet.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.silence.CheckNames;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which check a finding belongs to. */
class CheckTest {

    static Stream<Check> checks() {
        return Stream.of(
                        Stream.of(FindingCode.values()).map(code -> Check.of(Probes.finding(code, Severity.CRITICAL))),
                        Stream.of(Phase.values()).map(Check::sla),
                        Stream.of(Role.values()).map(Check::certificate),
                        Stream.of(new Check(CheckFamily.OBJECTIVE, "p95-tls")))
                .flatMap(checks -> checks)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void silenceCanNameEveryCheckAndItsFamily(Check check) {
        assertThat(CheckNames.canBeCovered(check.name())).isTrue();
        assertThat(CheckNames.covers(check.name(), check.name())).isTrue();
        assertThat(CheckNames.covers(check.family().label(), check.name())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void nameIsReadBack(Check check) {
        assertThat(Check.parse(check.name())).isEqualTo(check);
    }

    @Test
    void unknownCheckIsRefused() {
        assertThatThrownBy(() -> Check.parse("weather")).hasMessageContaining("weather");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void eachRoleOfACertificateHasItsOwnCheck(Role role) {
        Finding expiring = new Finding(
                FindingCode.CERT_EXPIRING,
                Severity.WARNING,
                "It expires.",
                "Renew it.",
                new FindingSubject.OfCertificate(role, "CN=x", "ab".repeat(32), Instant.EPOCH, 1));

        assertThat(Check.of(expiring).name()).isEqualTo("certificate." + role.label());
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void eachPhaseHasItsOwnCheck(Phase phase) {
        Finding slow = new Finding(
                FindingCode.SLA_BREACHED,
                Severity.WARNING,
                "It was slow.",
                "Look.",
                new FindingSubject.OfPhase(phase, Duration.ofMillis(2), Duration.ofMillis(1)));

        assertThat(Check.of(slow).name()).isEqualTo("sla." + phase.label());
    }

    @Test
    void failedHandshakeObservesNoCertificate() {
        JudgedProbe failed =
                Probes.failed("down.example", new Failure(Phase.CONNECT, Failure.Kind.CONNECTION_REFUSED, "refused"));

        assertThat(Observation.of(failed, "eu", Instant.EPOCH).checks()).containsOnlyKeys(Check.AVAILABILITY);
        assertThat(Observation.of(Probes.healthy("up.example"), "eu", Instant.EPOCH)
                        .checks())
                .containsOnlyKeys(
                        Check.AVAILABILITY,
                        Check.sla(Phase.TLS),
                        Check.LEAF,
                        Check.certificate(Role.INTERMEDIATE),
                        Check.certificate(Role.ROOT),
                        Check.CHAIN,
                        Check.REVOCATION,
                        Check.PROTOCOL);
    }
}
