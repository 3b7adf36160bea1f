package dev.handshakefleet.page.metrics;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.SubjectNames;
import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.probe.result.HttpFacts;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The metrics of one probe: those of blackbox_exporter, by name and meaning, and besides them what our engine knows more, with the
 * prefix {@code handshake_fleet_probe_}. Pure.
 */
final class ProbeMetrics {

    private static final int LONGEST_NAMES = 8_000;
    private static final long FNV_OFFSET = 2_166_136_261L;
    private static final long FNV_PRIME = 16_777_619L;
    private static final long UNSIGNED_INT = 0xffff_ffffL;

    /** What a client that verifies a chain stops at. Of revocation blackbox_exporter knows nothing. */
    private static final Set<FindingCode> NOT_VERIFIED = Set.of(
            FindingCode.CERT_EXPIRED,
            FindingCode.CERT_NOT_YET_VALID,
            FindingCode.HOSTNAME_MISMATCH,
            FindingCode.SELF_SIGNED,
            FindingCode.UNTRUSTED_ROOT,
            FindingCode.INCOMPLETE_CHAIN,
            FindingCode.BAD_SIGNATURE,
            FindingCode.NOT_A_CA,
            FindingCode.WRONG_USAGE);

    private final MetricList metrics = new MetricList();

    private ProbeMetrics() {}

    /** @return the metrics of a TCP connect */
    static MetricSnapshots ofConnect(ProbeResult result) {
        ProbeMetrics list = new ProbeMetrics();
        list.common(result, result.failure().isEmpty());
        return list.metrics.snapshots();
    }

    /** @return the metrics of a TLS handshake, and of the HTTP exchange where the module makes one */
    static MetricSnapshots of(ProbeModule module, JudgedProbe judged) {
        ProbeResult result = judged.result();
        boolean isVerified = isVerified(judged);
        ProbeMetrics list = new ProbeMetrics();
        list.common(result, result.failure().isEmpty() && isVerified);
        if (module.kind() == ProbeModule.Kind.HTTP) {
            list.http(result);
        }
        if (result.phases().containsKey(Phase.TLS)) {
            result.tls().ifPresent(list::tls);
            list.chain(judged, isVerified);
        }
        list.ours(judged);
        return list.metrics.snapshots();
    }

    /** @return the metrics of a probe that this machine has no route for */
    static MetricSnapshots unroutable() {
        MetricList metrics = new MetricList();
        success(metrics, false);
        return metrics.snapshots();
    }

    private static void success(MetricList metrics, boolean hasSucceeded) {
        metrics.flag("probe_success", "Displays whether or not the probe was a success", hasSucceeded);
    }

    private void common(ProbeResult result, boolean hasSucceeded) {
        success(metrics, hasSucceeded);
        metrics.seconds(
                "probe_duration_seconds",
                "Returns how long the probe took to complete in seconds",
                took(result, Phase.TOTAL));
        metrics.seconds(
                "probe_dns_lookup_time_seconds",
                "Returns the time taken for probe dns lookup in seconds",
                took(result, Phase.DNS));
        metrics.gauge(
                "probe_ip_protocol",
                "Specifies whether probe ip protocol is IP4 or IP6",
                result.address()
                        .map(address -> IpFamily.of(address) == IpFamily.IPV4 ? 4 : 6)
                        .orElse(0));
        metrics.gauge(
                "probe_ip_addr_hash",
                "Specifies the hash of IP address. It's useful to detect if the IP address changes.",
                result.address().map(ProbeMetrics::hash).orElse(0L));
        metrics.flag("probe_failed_due_to_regex", "Indicates if probe failed due to regex", false);
    }

    private void http(ProbeResult result) {
        httpPhase("resolve", took(result, Phase.DNS));
        httpPhase("connect", took(result, Phase.CONNECT));
        httpPhase("tls", took(result, Phase.TLS));
        httpPhase("processing", took(result, Phase.REQUEST).plus(took(result, Phase.TTFB)));
        httpPhase("transfer", took(result, Phase.DOWNLOAD));
        Optional<HttpFacts> facts = result.http();
        metrics.gauge(
                "probe_http_status_code",
                "Response HTTP status code",
                facts.map(HttpFacts::status).orElse(0));
        metrics.gauge(
                "probe_http_version",
                "Returns the version of HTTP of the probe response",
                facts.map(HttpFacts::version).map(ProbeMetrics::httpVersion).orElse(0.0));
        metrics.flag(
                "probe_http_ssl",
                "Indicates if SSL was used for the final redirect",
                result.phases().containsKey(Phase.TLS) && facts.isPresent());
        metrics.gauge("probe_http_redirects", "The number of redirects", 0);
        metrics.gauge(
                "probe_http_uncompressed_body_length",
                "Length of uncompressed response body",
                facts.map(HttpFacts::bodyBytes).orElse(0L));
    }

    private void httpPhase(String phase, Duration took) {
        metrics.seconds("probe_http_duration_seconds", "Duration of http request by phase", took, "phase", phase);
    }

    private void tls(TlsFacts facts) {
        facts.version()
                .ifPresent(version -> metrics.info(
                        "probe_tls_version",
                        "Returns the TLS version used or NaN when unknown",
                        "version",
                        version.replace("TLSv", "TLS ")));
        facts.cipher()
                .ifPresent(cipher -> metrics.info(
                        "probe_tls_cipher", "Returns the TLS cipher negotiated during handshake", "cipher", cipher));
    }

    private void chain(JudgedProbe judged, boolean isVerified) {
        judged.result().presentedChain().stream()
                .flatMap(encoded -> notAfter(encoded).stream())
                .min(Comparator.naturalOrder())
                .ifPresent(earliest -> metrics.instant(
                        "probe_ssl_earliest_cert_expiry", "Returns last SSL chain expiry in unixtime", earliest));
        if (isVerified) {
            judged.chain().path().stream()
                    .map(CertificateFacts::notAfter)
                    .min(Comparator.naturalOrder())
                    .ifPresent(earliest -> metrics.instant(
                            "probe_ssl_last_chain_expiry_timestamp_seconds",
                            "Returns last SSL chain expiry in timestamp",
                            earliest));
        }
        if (!judged.chain().encoded().isEmpty()) {
            CertificateFacts leaf = judged.chain().path().getFirst();
            X509Certificate encoded = judged.chain().encoded().getFirst();
            metrics.info(
                    "probe_ssl_last_chain",
                    "Contains SSL leaf certificate information",
                    "fingerprint_sha256",
                    leaf.sha256(),
                    "issuer",
                    GoName.of(encoded.getIssuerX500Principal()),
                    "serialnumber",
                    leaf.serial(),
                    "subject",
                    GoName.of(encoded.getSubjectX500Principal()),
                    "subjectalternative",
                    SafeText.line(String.join(",", SubjectNames.of(encoded).dnsNames()), LONGEST_NAMES));
        }
    }

    private void ours(JudgedProbe judged) {
        ProbeResult result = judged.result();
        result.phases().forEach((phase, took) -> {
            if (phase != Phase.TOTAL) {
                metrics.seconds(
                        "handshake_fleet_probe_phase_seconds",
                        "Duration of each completed phase",
                        took,
                        "phase",
                        phase.label());
            }
        });
        result.tls().filter(_ -> result.phases().containsKey(Phase.TLS)).ifPresent(tls -> {
            part("wait", Optional.of(tls.waited()));
            part("local", Optional.of(tls.local()));
            part("network", tls.network());
            part("server", tls.server());
        });
        metrics.gauge(
                "handshake_fleet_probe_verdict",
                "Verdict: 0 OK, 1 WARNING, 2 CRITICAL",
                Verdicts.number(judged.verdict().severity()));
        judged.verdict().findings().stream()
                .map(finding -> List.of(code(finding), finding.severity().name()))
                .distinct()
                .forEach(finding -> metrics.gauge(
                        "handshake_fleet_probe_finding",
                        "1 for each code among the findings",
                        1,
                        "code",
                        finding.getFirst(),
                        "severity",
                        finding.getLast()));
        result.failure()
                .ifPresent(failure -> metrics.info(
                        "handshake_fleet_probe_failure",
                        "The phase that failed, and how",
                        "kind",
                        failure.kind().name(),
                        "phase",
                        failure.phase().failureLabel()));
        judged.chain().path().stream()
                .sorted(Comparator.comparing(CertificateFacts::notAfter).reversed())
                .collect(Collectors.toMap(CertificateFacts::role, CertificateFacts::notAfter, (_, earlier) -> earlier))
                .forEach((role, notAfter) -> metrics.instant(
                        "handshake_fleet_probe_certificate_expiry_timestamp_seconds",
                        "The end of validity of the leaf, of the intermediate that ends first, and of the root",
                        notAfter,
                        "role",
                        role.label()));
    }

    private void part(String name, Optional<Duration> took) {
        took.ifPresent(duration -> metrics.seconds(
                "handshake_fleet_probe_tls_part_seconds",
                "Of the handshake: wait and local are the whole; network and server are the wait",
                duration,
                "part",
                name));
    }

    private static String code(Finding finding) {
        return finding.code().name();
    }

    private static boolean isVerified(JudgedProbe judged) {
        return !judged.chain().path().isEmpty()
                && !judged.chain().trustedBy().isEmpty()
                && judged.verdict().findings().stream()
                        .noneMatch(finding ->
                                finding.severity() == Severity.CRITICAL && NOT_VERIFIED.contains(finding.code()));
    }

    private static Duration took(ProbeResult result, Phase phase) {
        return result.phases().getOrDefault(phase, Duration.ZERO);
    }

    private static double httpVersion(String version) {
        return Double.parseDouble(version.substring(version.indexOf('/') + 1));
    }

    private static Optional<Instant> notAfter(byte[] encoded) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return Optional.of(certificate.getNotAfter().toInstant());
        } catch (CertificateException malformed) {
            return Optional.empty();
        }
    }

    /** FNV-1a of 32 bits over the bytes of the address, as in blackbox_exporter. */
    private static long hash(InetAddress address) {
        long hash = FNV_OFFSET;
        for (byte octet : address.getAddress()) {
            hash = ((hash ^ (octet & 0xff)) * FNV_PRIME) & UNSIGNED_INT;
        }
        return hash;
    }
}
