package dev.handshakefleet.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.LeafRecord;
import dev.handshakefleet.verdict.Severity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The history of one target: numbers of the measurements that are listed, certificates and measurements, each newest first, then what
 * all measurements of the window come to.
 *
 * @param truncated whether the window holds more than the {@code measurements} shown; the numbers are of those shown
 * @param problems parts of the history that could not be read; absent if there are none
 */
@RegisterForReflection
public record HistoryDocument(
        String target,
        Instant from,
        Instant to,
        int count,
        boolean truncated,
        long ok,
        long warning,
        long critical,
        Map<String, PhaseDocument> phases,
        List<CertificateDocument> certificates,
        List<MeasurementDocument> measurements,
        HistorySummary summary,
        Optional<List<String>> problems) {

    /** Percentiles of a phase, decimal milliseconds, nearest rank. */
    @RegisterForReflection
    public record PhaseDocument(
            int count, BigDecimal p50, BigDecimal p90, BigDecimal p95, BigDecimal p99, BigDecimal max) {

        static PhaseDocument of(Percentiles found) {
            return new PhaseDocument(
                    found.count(),
                    DurationText.jsonMillis(found.p50()),
                    DurationText.jsonMillis(found.p90()),
                    DurationText.jsonMillis(found.p95()),
                    DurationText.jsonMillis(found.p99()),
                    DurationText.jsonMillis(found.max()));
        }
    }

    /** A leaf at its first appearance; {@code replaced} is the fingerprint of the leaf before it. */
    @RegisterForReflection
    public record CertificateDocument(
            String sha256,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            Instant firstSeen,
            String region,
            Optional<String> replaced) {}

    /** One stored measurement in the terms of the result contract. */
    @RegisterForReflection
    public record MeasurementDocument(
            Instant scheduledAt,
            Instant startedAt,
            String region,
            Optional<String> address,
            String verdict,
            List<String> findings,
            Map<String, BigDecimal> phases,
            Optional<TlsSummary> tls,
            Optional<Integer> httpStatus,
            Optional<LeafSummary> leaf,
            Optional<ResultDocument.FailureDocument> failure,
            ResultDocument.QualityDocument quality) {}

    /** The stored part of the handshake. */
    @RegisterForReflection
    public record TlsSummary(
            Optional<String> version,
            Optional<String> cipher,
            Optional<String> group,
            @JsonProperty("wait") Optional<BigDecimal> waited,
            Optional<BigDecimal> network,
            Optional<BigDecimal> server,
            Optional<BigDecimal> resumedIn) {}

    /** The stored part of the chain. */
    @RegisterForReflection
    public record LeafSummary(
            String sha256,
            Optional<Instant> notAfter,
            @JsonProperty("earliestNotAfter") Optional<Instant> earliest) {}

    /** The document of a history. */
    public static HistoryDocument of(HistoryReport report) {
        List<Measurement> measurements = report.history().measurements();
        return new HistoryDocument(
                report.targetId(),
                report.from(),
                report.to(),
                measurements.size(),
                report.history().truncated(),
                count(measurements, Severity.OK),
                count(measurements, Severity.WARNING),
                count(measurements, Severity.CRITICAL),
                percentiles(measurements),
                report.certificates().stream().map(HistoryDocument::certificate).toList(),
                measurements.stream().map(HistoryDocument::measurement).toList(),
                HistorySummary.of(report),
                Optional.of(report.problems()).filter(problems -> !problems.isEmpty()));
    }

    private static CertificateDocument certificate(LeafRecord leaf) {
        return new CertificateDocument(
                leaf.sha256(),
                leaf.issuer(),
                leaf.notBefore(),
                leaf.notAfter(),
                leaf.firstSeen(),
                leaf.region(),
                leaf.replaced());
    }

    private static long count(List<Measurement> measurements, Severity severity) {
        return measurements.stream()
                .filter(measurement -> measurement.verdict() == severity)
                .count();
    }

    private static Map<String, PhaseDocument> percentiles(List<Measurement> measurements) {
        Map<String, PhaseDocument> phases = new LinkedHashMap<>();
        Percentiles.ofAll(measurements).forEach((name, found) -> phases.put(name, PhaseDocument.of(found)));
        return phases;
    }

    private static MeasurementDocument measurement(Measurement kept) {
        return new MeasurementDocument(
                kept.scheduledAt(),
                kept.startedAt(),
                kept.region(),
                kept.address(),
                kept.verdict().name(),
                kept.findings().keySet().stream().map(Enum::name).toList(),
                millis(kept.phases()),
                kept.version()
                        .map(version -> new TlsSummary(
                                Optional.of(version),
                                kept.cipher(),
                                kept.group(),
                                kept.waited().map(DurationText::jsonMillis),
                                kept.network().map(DurationText::jsonMillis),
                                kept.server().map(DurationText::jsonMillis),
                                kept.resumedIn().map(DurationText::jsonMillis))),
                kept.httpStatus(),
                kept.leafSha256().map(sha256 -> new LeafSummary(sha256, kept.leafNotAfter(), kept.earliestNotAfter())),
                kept.failure()
                        .map(failure -> new ResultDocument.FailureDocument(
                                failure.phase().failureLabel(),
                                failure.kind().name(),
                                failure.detail(),
                                Optional.empty())),
                new ResultDocument.QualityDocument(
                        kept.quality().clock().name().toLowerCase(Locale.ROOT),
                        kept.quality().cold(),
                        DurationText.jsonMillis(kept.quality().stalled()),
                        kept.quality().attempts()));
    }

    private static Map<String, BigDecimal> millis(Map<Phase, Duration> phases) {
        Map<String, BigDecimal> millis = new LinkedHashMap<>();
        phases.forEach((phase, took) -> millis.put(phase.label(), DurationText.jsonMillis(took)));
        return millis;
    }
}
