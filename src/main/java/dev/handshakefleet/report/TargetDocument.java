package dev.handshakefleet.report;

import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.target.ExpiryDays;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.RevocationPolicy;
import dev.handshakefleet.target.SecretSource;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.SlaObjective;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TlsOffer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A target with all defaults, in the terms of its written form. */
@RegisterForReflection
public record TargetDocument(
        Optional<String> name,
        String host,
        int port,
        String protocol,
        String serverName,
        String addresses,
        TlsDocument tls,
        boolean resumption,
        Optional<ClientCertificateDocument> clientCertificate,
        Optional<HttpDocument> http,
        SlaDocument sla,
        ExpiryDocument expiry,
        RevocationDocument revocation,
        AlertDocument alert,
        Map<String, String> tags) {

    /** The offer of the ClientHello; an absent list is that of the profile. */
    @RegisterForReflection
    public record TlsDocument(
            String profile,
            Optional<List<String>> versions,
            Optional<List<String>> ciphers,
            Optional<List<String>> groups,
            Optional<List<String>> alpn,
            Optional<Boolean> sni,
            Optional<List<String>> signatures) {}

    /** The place of the client certificate. */
    @RegisterForReflection
    public record ClientCertificateDocument(String from, Optional<String> password) {}

    /** The HTTP exchange. */
    @RegisterForReflection
    public record HttpDocument(String path, String method, List<String> status) {}

    /** Limits by phase, and objectives; absent if there are none. */
    @RegisterForReflection
    public record SlaDocument(
            Optional<LimitDocument> dns,
            Optional<LimitDocument> connect,
            Optional<LimitDocument> starttls,
            Optional<LimitDocument> tls,
            Optional<LimitDocument> request,
            Optional<LimitDocument> ttfb,
            Optional<LimitDocument> download,
            Optional<LimitDocument> total,
            Optional<List<ObjectiveDocument>> objectives) {}

    /** An objective: {@code percentile}, {@code phase} and {@code limit}, or {@code availability}. */
    @RegisterForReflection
    public record ObjectiveDocument(
            Optional<Integer> percentile,
            Optional<String> phase,
            Optional<LimitDocument> limit,
            Optional<BigDecimal> availability,
            Duration window) {}

    /** Limits of a phase, ISO-8601. */
    @RegisterForReflection
    public record LimitDocument(Duration warning, Duration critical) {}

    /** Fixed days (if absent, a share of the certificate's lifetime), and the source of renewal information. */
    @RegisterForReflection
    public record ExpiryDocument(
            Optional<Integer> warningDays,
            Optional<Integer> criticalDays,
            Optional<Integer> caWarningDays,
            Optional<Integer> caCriticalDays,
            Optional<String> ari) {}

    /** The sources of revocation status. */
    @RegisterForReflection
    public record RevocationDocument(boolean ocsp, boolean crl, boolean nonce, boolean required) {}

    /**
     * The alert settings.
     *
     * @param after by kind of check: bad runs in a row that make a problem
     * @param clear by kind of check: good runs in a row that end it
     * @param remind by kind of check: ISO-8601, or {@code off}
     * @param quorum {@code majority}, {@code all} or a number
     * @param regional whether problems seen by fewer regions are notified
     * @param flapping openings and resolutions that make an alert flap; absent if flapping is off
     */
    @RegisterForReflection
    public record AlertDocument(
            Map<String, Integer> after,
            Map<String, Integer> clear,
            Map<String, String> remind,
            String quorum,
            boolean regional,
            Optional<Integer> flapping) {}

    /** The document of a target. */
    public static TargetDocument of(Target target) {
        Optional<ExpiryDays> leaf = target.expiry().leaf();
        Optional<ExpiryDays> authorities = target.expiry().authorities();
        return new TargetDocument(
                target.name(),
                target.host(),
                target.port(),
                target.protocol().label(),
                target.expectedName(),
                target.addresses().label(),
                tls(target.tls()),
                target.resumption(),
                target.clientCertificate()
                        .map(kept -> new ClientCertificateDocument(
                                kept.from().toString(), kept.password().map(SecretSource::toString))),
                target.http().map(TargetDocument::http),
                sla(target.sla()),
                new ExpiryDocument(
                        leaf.map(ExpiryDays::warning),
                        leaf.map(ExpiryDays::critical),
                        authorities.map(ExpiryDays::warning),
                        authorities.map(ExpiryDays::critical),
                        target.expiry().ari().map(URI::toString)),
                revocation(target.revocation()),
                alert(target.alert()),
                target.tags());
    }

    private static TlsDocument tls(TlsOffer offer) {
        return new TlsDocument(
                offer.profile().label(),
                Optional.of(offer.versions()).filter(list -> !list.isEmpty()),
                Optional.of(offer.ciphers()).filter(list -> !list.isEmpty()),
                Optional.of(offer.groups()).filter(list -> !list.isEmpty()),
                offer.alpn(),
                Optional.of(offer.sni()).filter(sent -> !sent),
                Optional.of(offer.signatures()).filter(list -> !list.isEmpty()));
    }

    private static RevocationDocument revocation(RevocationPolicy policy) {
        return new RevocationDocument(policy.ocsp(), policy.crl(), policy.nonce(), policy.required());
    }

    private static AlertDocument alert(AlertPolicy policy) {
        return new AlertDocument(
                byKind(policy, CheckPolicy::after),
                byKind(policy, CheckPolicy::clear),
                byKind(policy, check -> check.remind().map(Duration::toString).orElse("off")),
                policy.quorum().label(),
                policy.regional(),
                Optional.of(policy.flapChanges()).filter(changes -> changes > 0));
    }

    private static <T> Map<String, T> byKind(AlertPolicy policy, Function<CheckPolicy, T> of) {
        Map<String, T> byKind = new LinkedHashMap<>();
        CheckFamily.ofTargets().forEach(family -> byKind.put(family.label(), of.apply(policy.of(family))));
        return byKind;
    }

    private static HttpDocument http(HttpCheck check) {
        return new HttpDocument(
                check.path(),
                check.method().name(),
                check.status().stream().map(HttpCheck.StatusRange::toString).toList());
    }

    private static SlaDocument sla(Sla sla) {
        return new SlaDocument(
                limit(sla, Phase.DNS),
                limit(sla, Phase.CONNECT),
                limit(sla, Phase.STARTTLS),
                limit(sla, Phase.TLS),
                limit(sla, Phase.REQUEST),
                limit(sla, Phase.TTFB),
                limit(sla, Phase.DOWNLOAD),
                limit(sla, Phase.TOTAL),
                Optional.of(sla.objectives().stream()
                                .map(TargetDocument::objective)
                                .toList())
                        .filter(list -> !list.isEmpty()));
    }

    private static Optional<LimitDocument> limit(Sla sla, Phase phase) {
        return Optional.ofNullable(sla.limits().get(phase)).map(TargetDocument::limit);
    }

    private static LimitDocument limit(SlaLimit limit) {
        return new LimitDocument(limit.warning(), limit.critical());
    }

    private static ObjectiveDocument objective(SlaObjective objective) {
        return switch (objective) {
            case PercentileObjective percentile ->
                new ObjectiveDocument(
                        Optional.of(percentile.percent()),
                        Optional.of(percentile.phase().label()),
                        Optional.of(limit(percentile.limit())),
                        Optional.empty(),
                        percentile.window());
            case AvailabilityObjective availability ->
                new ObjectiveDocument(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(availability.percent()),
                        availability.window());
        };
    }
}
