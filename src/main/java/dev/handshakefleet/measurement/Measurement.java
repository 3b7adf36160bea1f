package dev.handshakefleet.measurement;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HttpFacts;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.probe.result.Resumption;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The stored part of one probe: everything for trends, percentiles and looking back at an incident, within one write
 * unit.
 *
 * @param targetId the target's id
 * @param scheduledAt the schedule's own instant; for an ad hoc run the start of the run. Milliseconds
 * @param region where the probe ran
 * @param address the address connected to; empty where there was none
 * @param startedAt when the probe began. Milliseconds
 * @param findings the worst severity by code; empty where all was well
 * @param phases how long each phase took. Microseconds
 * @param waited time of the handshake blocked on the peer. Microseconds
 * @param network the part of {@code waited} that the path explains; empty where it is not known. Microseconds
 * @param resumedIn how long the handshake took that resumed the session; empty where none was. Microseconds
 * @param httpStatus status of the HTTP answer; empty where there was none
 * @param version negotiated TLS version
 * @param cipher negotiated cipher suite
 * @param group group of the key exchange
 * @param leafSha256 fingerprint of the leaf, lower-case hexadecimal
 * @param leafNotAfter when the leaf expires. Seconds
 * @param earliestNotAfter when the first certificate of the path expires. Seconds
 * @param failure why it failed; the detail is shortened to {@value #LONGEST_DETAIL} bytes of UTF-8
 * @param quality how clean the measurement is
 */
public record Measurement(
        String targetId,
        Instant scheduledAt,
        String region,
        Optional<String> address,
        Instant startedAt,
        Map<FindingCode, Severity> findings,
        Map<Phase, Duration> phases,
        Optional<Duration> waited,
        Optional<Duration> network,
        Optional<Duration> resumedIn,
        Optional<Integer> httpStatus,
        Optional<String> version,
        Optional<String> cipher,
        Optional<String> group,
        Optional<String> leafSha256,
        Optional<Instant> leafNotAfter,
        Optional<Instant> earliestNotAfter,
        Optional<Failure> failure,
        Quality quality) {

    /**
     * The longest stored detail of a failure, in bytes of UTF-8, because DynamoDB counts bytes and a peer may choose
     * the text.
     */
    public static final int LONGEST_DETAIL = 80;

    public Measurement {
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(scheduledAt, "scheduledAt");
        Objects.requireNonNull(region, "region");
        Map<FindingCode, Severity> byCode = new EnumMap<>(FindingCode.class);
        byCode.putAll(findings);
        findings = Collections.unmodifiableMap(byCode);
        Map<Phase, Duration> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(phases);
        phases = Collections.unmodifiableMap(ordered);
        failure = failure.map(Measurement::shortened);
    }

    /** The part of {@code waited} that the path does not explain; empty where the path is not known. */
    public Optional<Duration> server() {
        return waited.flatMap(whole -> network.map(whole::minus));
    }

    /** The measurement of a judged probe. */
    public static Measurement of(JudgedProbe judged, Instant scheduledAt, String region) {
        ProbeResult result = judged.result();
        List<CertificateFacts> path = judged.chain().path();
        return Measurement.builder()
                .targetId(result.target().id())
                .scheduledAt(scheduledAt)
                .region(region)
                .address(result.address().map(AddressText::of))
                .startedAt(result.startedAt())
                .findings(worstByCode(judged.verdict().findings()))
                .phases(result.phases())
                .waited(result.tls().map(TlsFacts::waited))
                .network(result.tls().flatMap(TlsFacts::network))
                .resumedIn(result.resumption().flatMap(Measurement::resumedIn))
                .httpStatus(result.http().map(HttpFacts::status))
                .version(result.tls().flatMap(TlsFacts::version))
                .cipher(result.tls().flatMap(TlsFacts::cipher))
                .group(result.tls().flatMap(TlsFacts::group))
                .leafSha256(path.stream().findFirst().map(CertificateFacts::sha256))
                .leafNotAfter(path.stream().findFirst().map(CertificateFacts::notAfter))
                .earliestNotAfter(path.stream().map(CertificateFacts::notAfter).min(Instant::compareTo))
                .failure(result.failure())
                .quality(result.quality())
                .build();
    }

    /** @return the duration of the phase; empty if it did not begin or did not end */
    public Optional<Duration> took(Phase phase) {
        return Optional.ofNullable(phases.get(phase));
    }

    /** @return whether the handshake succeeded, and the HTTP exchange where one was wanted */
    public boolean succeeded() {
        return !findings.containsKey(FindingCode.HANDSHAKE_FAILED) && !findings.containsKey(FindingCode.HTTP_FAILED);
    }

    /** @return the worst severity among the findings; OK where there is none */
    public Severity verdict() {
        return findings.values().stream().reduce(Severity.OK, Severity::worseOf);
    }

    private static Optional<Duration> resumedIn(Resumption second) {
        boolean isResumed = second.tls().filter(TlsFacts::resumed).isPresent();
        return second.took().filter(took -> isResumed);
    }

    private static Map<FindingCode, Severity> worstByCode(List<Finding> findings) {
        Map<FindingCode, Severity> byCode = new EnumMap<>(FindingCode.class);
        findings.forEach(finding -> byCode.merge(finding.code(), finding.severity(), Severity::worseOf));
        return byCode;
    }

    private static Failure shortened(Failure failure) {
        return new Failure(failure.phase(), failure.kind(), SafeText.lineOfBytes(failure.detail(), LONGEST_DETAIL));
    }

    /** @return a builder with nothing set */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder that holds the components of this record */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.targetId = targetId;
        builder.scheduledAt = scheduledAt;
        builder.region = region;
        builder.address = address;
        builder.startedAt = startedAt;
        builder.findings = findings;
        builder.phases = phases;
        builder.waited = waited;
        builder.network = network;
        builder.resumedIn = resumedIn;
        builder.httpStatus = httpStatus;
        builder.version = version;
        builder.cipher = cipher;
        builder.group = group;
        builder.leafSha256 = leafSha256;
        builder.leafNotAfter = leafNotAfter;
        builder.earliestNotAfter = earliestNotAfter;
        builder.failure = failure;
        builder.quality = quality;
        return builder;
    }

    /**
     * Builds a {@link Measurement}, one component at a time. What is not given is empty, false or zero; a component
     * that has no such
     * value must be given. Used by one thread.
     */
    public static final class Builder {

        private String targetId;
        private Instant scheduledAt;
        private String region;
        private Optional<String> address = Optional.empty();
        private Instant startedAt;
        private Map<FindingCode, Severity> findings = Map.of();
        private Map<Phase, Duration> phases = Map.of();
        private Optional<Duration> waited = Optional.empty();
        private Optional<Duration> network = Optional.empty();
        private Optional<Duration> resumedIn = Optional.empty();
        private Optional<Integer> httpStatus = Optional.empty();
        private Optional<String> version = Optional.empty();
        private Optional<String> cipher = Optional.empty();
        private Optional<String> group = Optional.empty();
        private Optional<String> leafSha256 = Optional.empty();
        private Optional<Instant> leafNotAfter = Optional.empty();
        private Optional<Instant> earliestNotAfter = Optional.empty();
        private Optional<Failure> failure = Optional.empty();
        private Quality quality;

        private Builder() {}

        public Builder targetId(String value) {
            targetId = value;
            return this;
        }

        public Builder scheduledAt(Instant value) {
            scheduledAt = value;
            return this;
        }

        public Builder region(String value) {
            region = value;
            return this;
        }

        public Builder address(Optional<String> value) {
            address = value;
            return this;
        }

        public Builder startedAt(Instant value) {
            startedAt = value;
            return this;
        }

        public Builder findings(Map<FindingCode, Severity> value) {
            findings = value;
            return this;
        }

        public Builder phases(Map<Phase, Duration> value) {
            phases = value;
            return this;
        }

        public Builder waited(Optional<Duration> value) {
            waited = value;
            return this;
        }

        public Builder network(Optional<Duration> value) {
            network = value;
            return this;
        }

        public Builder resumedIn(Optional<Duration> value) {
            resumedIn = value;
            return this;
        }

        public Builder httpStatus(Optional<Integer> value) {
            httpStatus = value;
            return this;
        }

        public Builder version(Optional<String> value) {
            version = value;
            return this;
        }

        public Builder cipher(Optional<String> value) {
            cipher = value;
            return this;
        }

        public Builder group(Optional<String> value) {
            group = value;
            return this;
        }

        public Builder leafSha256(Optional<String> value) {
            leafSha256 = value;
            return this;
        }

        public Builder leafNotAfter(Optional<Instant> value) {
            leafNotAfter = value;
            return this;
        }

        public Builder earliestNotAfter(Optional<Instant> value) {
            earliestNotAfter = value;
            return this;
        }

        public Builder failure(Optional<Failure> value) {
            failure = value;
            return this;
        }

        public Builder quality(Quality value) {
            quality = value;
            return this;
        }

        /** @throws NullPointerException when a component is missing */
        public Measurement build() {
            return new Measurement(
                    targetId,
                    scheduledAt,
                    region,
                    address,
                    startedAt,
                    findings,
                    phases,
                    waited,
                    network,
                    resumedIn,
                    httpStatus,
                    version,
                    cipher,
                    group,
                    leafSha256,
                    leafNotAfter,
                    earliestNotAfter,
                    failure,
                    quality);
        }
    }
}
