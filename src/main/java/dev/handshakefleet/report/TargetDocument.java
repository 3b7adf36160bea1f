package dev.handshakefleet.report;

import dev.handshakefleet.target.ExpiryDays;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.RevocationPolicy;
import dev.handshakefleet.target.SecretSource;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TlsOffer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A target with every default filled in, in the words that it is written in. */
@RegisterForReflection
public record TargetDocument(
        String host,
        int port,
        String protocol,
        String serverName,
        String addresses,
        TlsDocument tls,
        boolean resumption,
        Optional<ClientCertificateDocument> clientCertificate,
        Optional<HttpDocument> http,
        Map<String, LimitDocument> sla,
        ExpiryDocument expiry,
        RevocationDocument revocation,
        Map<String, String> tags) {

    /** What the ClientHello offers; an absent list is that of the profile. */
    @RegisterForReflection
    public record TlsDocument(
            String profile,
            Optional<List<String>> versions,
            Optional<List<String>> ciphers,
            Optional<List<String>> groups,
            Optional<List<String>> alpn) {}

    /** Where the client certificate is kept. */
    @RegisterForReflection
    public record ClientCertificateDocument(String from, Optional<String> password) {}

    /** The HTTP exchange. */
    @RegisterForReflection
    public record HttpDocument(String path, String method, List<String> status) {}

    /** Limits of a phase, ISO-8601. */
    @RegisterForReflection
    public record LimitDocument(Duration warning, Duration critical) {}

    /** Fixed days, where absent a share of the certificate's lifetime; whom to ask for renewal information. */
    @RegisterForReflection
    public record ExpiryDocument(
            Optional<Integer> warningDays,
            Optional<Integer> criticalDays,
            Optional<Integer> caWarningDays,
            Optional<Integer> caCriticalDays,
            Optional<String> ari) {}

    /** Whom to ask of a revocation. */
    @RegisterForReflection
    public record RevocationDocument(boolean ocsp, boolean crl, boolean nonce, boolean required) {}

    /** The document of a target. */
    public static TargetDocument of(Target target) {
        Optional<ExpiryDays> leaf = target.expiry().leaf();
        Optional<ExpiryDays> authorities = target.expiry().authorities();
        return new TargetDocument(
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
                limits(target.sla().limits()),
                new ExpiryDocument(
                        leaf.map(ExpiryDays::warning),
                        leaf.map(ExpiryDays::critical),
                        authorities.map(ExpiryDays::warning),
                        authorities.map(ExpiryDays::critical),
                        target.expiry().ari().map(URI::toString)),
                revocation(target.revocation()),
                target.tags());
    }

    private static TlsDocument tls(TlsOffer offer) {
        return new TlsDocument(
                offer.profile().label(),
                Optional.of(offer.versions()).filter(list -> !list.isEmpty()),
                Optional.of(offer.ciphers()).filter(list -> !list.isEmpty()),
                Optional.of(offer.groups()).filter(list -> !list.isEmpty()),
                offer.alpn());
    }

    private static RevocationDocument revocation(RevocationPolicy policy) {
        return new RevocationDocument(policy.ocsp(), policy.crl(), policy.nonce(), policy.required());
    }

    private static HttpDocument http(HttpCheck check) {
        return new HttpDocument(
                check.path(),
                check.method().name(),
                check.status().stream().map(HttpCheck.StatusRange::toString).toList());
    }

    private static Map<String, LimitDocument> limits(Map<Phase, SlaLimit> limits) {
        Map<String, LimitDocument> documents = new LinkedHashMap<>();
        limits.forEach(
                (phase, limit) -> documents.put(phase.label(), new LimitDocument(limit.warning(), limit.critical())));
        return documents;
    }
}
