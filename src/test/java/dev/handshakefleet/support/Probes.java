package dev.handshakefleet.support;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.certificate.chain.ChainInspection;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HandshakeStep;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.probe.result.SctCount;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import dev.handshakefleet.verdict.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Judged probes for tests, with the fields of real ones, made without a network. */
public final class Probes {

    /** The start of every probe. */
    public static final Instant AT = Instant.parse("2026-11-23T10:00:00.123Z");

    /** Limits for probes that must succeed. On a busy machine any phase can take long. */
    public static final ProbeLimits PATIENT = ProbeLimits.ofTotal(Duration.ofSeconds(60));

    private Probes() {}

    /** A healthy probe of {@code host:443}. */
    public static JudgedProbe healthy(String host) {
        return judged(target(host), List.of(), Optional.empty());
    }

    /** A probe with a finding of that severity. */
    public static JudgedProbe with(String host, Severity severity) {
        return switch (severity) {
            case OK -> healthy(host);
            case WARNING -> with(host, finding(FindingCode.SLA_BREACHED, Severity.WARNING));
            case CRITICAL -> with(host, finding(FindingCode.CERT_EXPIRED, Severity.CRITICAL));
        };
    }

    /** A probe with those findings. */
    public static JudgedProbe with(String host, Finding... findings) {
        return judged(target(host), List.of(findings), Optional.empty());
    }

    /** A probe that failed. */
    public static JudgedProbe failed(String host, Failure failure) {
        return judged(
                target(host), List.of(finding(FindingCode.HANDSHAKE_FAILED, Severity.CRITICAL)), Optional.of(failure));
    }

    /** The same probe of another address, with that leaf as its only certificate. */
    public static JudgedProbe at(InetAddress address, JudgedProbe judged, CertificateFacts leaf) {
        ProbeResult result = judged.result();
        return new JudgedProbe(
                result.toBuilder().address(Optional.of(address)).build(),
                new ChainInspection(List.of(leaf), List.of(), List.of(), List.of(), List.of()),
                Map.of(),
                judged.verdict(),
                judged.judgedAt());
    }

    /** A finding with plain sentences. */
    public static Finding finding(FindingCode code, Severity severity) {
        return new Finding(code, severity, "This is the case of " + code + ".", "Do this about " + code + ".");
    }

    /** The target of that text. */
    public static Target target(Object written) {
        return new TargetReader(TargetDefaults.BUILT_IN).read(written);
    }

    /** A judged probe of a target; a failed one has neither handshake nor chain. */
    public static JudgedProbe judged(Target target, List<Finding> findings, Optional<Failure> failure) {
        boolean shookHands = failure.isEmpty();
        ProbeResult result = ProbeResult.builder()
                .target(target)
                .startedAt(AT)
                .address(Optional.of(InetAddress.ofLiteral("203.0.113.7")))
                .phases(
                        shookHands
                                ? Map.of(
                                        Phase.DNS, Duration.ofNanos(4_212_300),
                                        Phase.CONNECT, Duration.ofNanos(11_034_000),
                                        Phase.TLS, Duration.ofNanos(24_870_000),
                                        Phase.TOTAL, Duration.ofNanos(40_311_000))
                                : Map.of(Phase.TOTAL, Duration.ofNanos(1_500_000)))
                .tls(shookHands ? Optional.of(facts()) : Optional.empty())
                .failure(failure)
                .quality(new Quality(Quality.Clock.KERNEL, false, Duration.ofNanos(80_000), shookHands ? 1 : 2))
                .build();
        List<CertificateFacts> path =
                shookHands ? List.of(certificate(Role.LEAF, 12), certificate(Role.ROOT, 900)) : List.of();
        return new JudgedProbe(
                result,
                new ChainInspection(path, List.of(), List.of(), List.of(), List.of()),
                Map.of(),
                new Verdict(findings),
                AT);
    }

    private static TlsFacts facts() {
        return TlsFacts.builder()
                .version(Optional.of("TLSv1.3"))
                .cipher(Optional.of("TLS_AES_256_GCM_SHA384"))
                .group(Optional.of("X25519MLKEM768"))
                .signatureScheme(Optional.of("ecdsa_secp256r1_sha256"))
                .alpn(Optional.of("h2"))
                .serverName(Optional.of("example.com"))
                .ocspStaple(Optional.of(new byte[] {0x30, 0}))
                .scts(Optional.of(new SctCount(2, 0, 0)))
                .waited(Duration.ofNanos(22_101_000))
                .local(Duration.ofNanos(2_769_000))
                .network(Optional.of(Duration.ofNanos(20_800_000)))
                .server(Optional.of(Duration.ofNanos(1_301_000)))
                .bytesIn(3_921)
                .bytesOut(1_790)
                .steps(List.of(
                        new HandshakeStep("ClientHello", HandshakeStep.Sender.CLIENT, Duration.ZERO, 1_700),
                        new HandshakeStep(
                                "ServerHello", HandshakeStep.Sender.SERVER, Duration.ofNanos(22_101_000), 1_210)))
                .build();
    }

    private static CertificateFacts certificate(Role role, int daysLeft) {
        return CertificateFacts.builder()
                .role(role)
                .sent(role == Role.LEAF)
                .subject("CN=example.com")
                .issuer("CN=Example CA 1")
                .serial("0a1b")
                .sha256("9f".repeat(32))
                .keySha256("7c".repeat(32))
                .notBefore(AT.minus(Duration.ofDays(79)))
                .notAfter(AT.plus(Duration.ofDays(daysLeft)).plusSeconds(5))
                .key("EC P-256")
                .signature("SHA256withRSA")
                .names(Stream.of("example.com").toList())
                .build();
    }
}
