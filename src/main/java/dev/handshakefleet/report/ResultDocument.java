package dev.handshakefleet.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.egress.NameAnswer;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HandshakeStep;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Resumption;
import dev.handshakefleet.probe.result.SctCount;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.JudgedProbe;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One result of the result contract. Durations are decimal milliseconds, instants ISO-8601 UTC; a field is absent if
 * its fact did not happen or is unknown.
 */
@RegisterForReflection
public record ResultDocument(
        String target,
        Optional<String> endpoint,
        String region,
        Instant startedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, LookupDocument> lookup,
        Optional<String> address,
        String verdict,
        List<FindingDocument> findings,
        Map<String, BigDecimal> phases,
        Optional<TlsDocument> tls,
        Optional<ResumptionDocument> resumption,
        Optional<HttpDocument> http,
        List<CertificateDocument> certificates,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> trustedBy,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<FailureDocument> failure,
        QualityDocument quality) {

    private static final int MOST_ADDRESSES = 16;

    /** The answer to the lookup of one family, {@code ipv4} or {@code ipv6}. */
    @RegisterForReflection
    public record LookupDocument(String code, BigDecimal took, List<String> addresses) {}

    /** One finding. */
    @RegisterForReflection
    public record FindingDocument(String code, String severity, String message, String advice) {}

    /** The negotiated parameters of the handshake and its times. */
    @RegisterForReflection
    public record TlsDocument(
            Optional<String> version,
            Optional<String> cipher,
            Optional<String> group,
            Optional<String> signatureScheme,
            Optional<String> alpn,
            Optional<String> serverName,
            boolean resumed,
            boolean helloRetryRequest,
            boolean ocspStapled,
            Optional<Integer> scts,
            @JsonProperty("wait") BigDecimal waited,
            BigDecimal local,
            Optional<BigDecimal> network,
            Optional<BigDecimal> server,
            int bytesIn,
            int bytesOut,
            List<StepDocument> steps) {}

    /** The second handshake, which tries to resume the session of the first; {@code tls} is its duration. */
    @RegisterForReflection
    public record ResumptionDocument(
            boolean resumed,
            Optional<BigDecimal> tls,
            @JsonProperty("wait") Optional<BigDecimal> waited,
            Optional<BigDecimal> local,
            Optional<BigDecimal> network,
            Optional<BigDecimal> server,
            Optional<String> problem) {}

    /** The HTTP exchange. */
    @RegisterForReflection
    public record HttpDocument(String version, int status, long bytes) {}

    /** One handshake message. */
    @RegisterForReflection
    public record StepDocument(String name, String from, BigDecimal at, int bytes) {}

    /** One certificate of the path, or one that was sent without need. */
    @RegisterForReflection
    public record CertificateDocument(
            String role,
            boolean sent,
            String subject,
            String issuer,
            String serial,
            String sha256,
            Instant notBefore,
            Instant notAfter,
            long daysLeft,
            BigDecimal lifetimeLeft,
            String key,
            String signature,
            List<String> names,
            Optional<RevocationDocument> revocation) {}

    /** The revocation status of a certificate: {@code good}, {@code revoked} or {@code unknown}. */
    @RegisterForReflection
    public record RevocationDocument(
            String status,
            String source,
            Optional<Instant> thisUpdate,
            Optional<Instant> nextUpdate,
            Optional<Instant> revokedAt,
            Optional<String> reason) {

        static RevocationDocument of(Revocation revocation) {
            String source = lower(revocation.source());
            return switch (revocation) {
                case Revocation.Good good ->
                    new RevocationDocument(
                            "good",
                            source,
                            Optional.of(good.thisUpdate()),
                            good.nextUpdate(),
                            Optional.empty(),
                            Optional.empty());
                case Revocation.Revoked revoked ->
                    new RevocationDocument(
                            "revoked",
                            source,
                            Optional.empty(),
                            revoked.nextUpdate(),
                            Optional.of(revoked.at()),
                            Optional.of(revoked.reason()));
                case Revocation.Unknown unknown ->
                    new RevocationDocument(
                            "unknown",
                            source,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(unknown.why()));
            };
        }
    }

    /** The reason of a failed probe. */
    @RegisterForReflection
    public record FailureDocument(String phase, String kind, String detail, Optional<String> cause) {}

    /** The quality of the measurement. */
    @RegisterForReflection
    public record QualityDocument(String clock, boolean cold, BigDecimal stalled, int attempts) {}

    /** The document of a judged probe. */
    public static ResultDocument of(JudgedProbe judged, String region) {
        ProbeResult result = judged.result();
        return new ResultDocument(
                result.target().id(),
                result.target().name().map(_ -> result.target().endpoint()),
                region,
                result.startedAt(),
                lookup(result.lookup()),
                result.address().map(AddressText::of),
                judged.verdict().severity().name(),
                judged.verdict().findings().stream()
                        .map(ResultDocument::finding)
                        .toList(),
                phases(result.phases()),
                result.tls().map(ResultDocument::tls),
                result.resumption().map(ResultDocument::resumption),
                result.http().map(http -> new HttpDocument(http.version(), http.status(), http.bodyBytes())),
                certificates(judged),
                judged.chain().trustedBy(),
                result.failure()
                        .map(failure -> new FailureDocument(
                                failure.phase().failureLabel(),
                                failure.kind().name(),
                                failure.detail(),
                                Optional.of(failure.cause())
                                        .filter(cause -> cause != Failure.Cause.UNKNOWN)
                                        .map(Failure.Cause::name))),
                new QualityDocument(
                        lower(result.quality().clock()),
                        result.quality().cold(),
                        DurationText.jsonMillis(result.quality().stalled()),
                        result.quality().attempts()));
    }

    private static Map<String, LookupDocument> lookup(Map<IpFamily, NameAnswer> answers) {
        Map<String, LookupDocument> lookup = new LinkedHashMap<>();
        answers.forEach((family, answer) -> lookup.put(
                family.label().toLowerCase(Locale.ROOT),
                new LookupDocument(
                        answer.code(),
                        DurationText.jsonMillis(answer.took()),
                        answer.addresses().stream()
                                .limit(MOST_ADDRESSES)
                                .map(AddressText::of)
                                .toList())));
        return lookup;
    }

    private static FindingDocument finding(Finding finding) {
        return new FindingDocument(
                finding.code().name(), finding.severity().name(), finding.message(), finding.advice());
    }

    private static Map<String, BigDecimal> phases(Map<Phase, Duration> durations) {
        Map<String, BigDecimal> phases = new LinkedHashMap<>();
        durations.forEach((phase, duration) -> phases.put(phase.label(), DurationText.jsonMillis(duration)));
        return phases;
    }

    private static TlsDocument tls(TlsFacts facts) {
        return new TlsDocument(
                facts.version(),
                facts.cipher(),
                facts.group(),
                facts.signatureScheme(),
                facts.alpn(),
                facts.serverName(),
                facts.resumed(),
                facts.helloRetryRequest(),
                facts.ocspStaple().isPresent(),
                facts.scts().map(SctCount::total),
                DurationText.jsonMillis(facts.waited()),
                DurationText.jsonMillis(facts.local()),
                facts.network().map(DurationText::jsonMillis),
                facts.server().map(DurationText::jsonMillis),
                facts.bytesIn(),
                facts.bytesOut(),
                facts.steps().stream().map(ResultDocument::step).toList());
    }

    private static ResumptionDocument resumption(Resumption second) {
        return new ResumptionDocument(
                second.tls().map(TlsFacts::resumed).orElse(false),
                second.took().map(DurationText::jsonMillis),
                second.tls().map(TlsFacts::waited).map(DurationText::jsonMillis),
                second.tls().map(TlsFacts::local).map(DurationText::jsonMillis),
                second.tls().flatMap(TlsFacts::network).map(DurationText::jsonMillis),
                second.tls().flatMap(TlsFacts::server).map(DurationText::jsonMillis),
                second.problem());
    }

    private static StepDocument step(HandshakeStep step) {
        return new StepDocument(step.name(), lower(step.from()), DurationText.jsonMillis(step.at()), step.bytes());
    }

    private static List<CertificateDocument> certificates(JudgedProbe judged) {
        Instant now = judged.judgedAt();
        return Stream.concat(judged.chain().path().stream(), judged.chain().unused().stream())
                .map(facts -> certificate(
                        facts, Optional.ofNullable(judged.revocations().get(facts.sha256())), now))
                .toList();
    }

    private static CertificateDocument certificate(
            CertificateFacts facts, Optional<Revocation> revocation, Instant now) {
        return new CertificateDocument(
                facts.role().label(),
                facts.sent(),
                facts.subject(),
                facts.issuer(),
                facts.serial(),
                facts.sha256(),
                facts.notBefore(),
                facts.notAfter(),
                facts.daysLeft(now),
                BigDecimal.valueOf(facts.lifetimeLeft(now)).setScale(2, RoundingMode.HALF_UP),
                facts.key(),
                facts.signature(),
                facts.names(),
                revocation.map(RevocationDocument::of));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
