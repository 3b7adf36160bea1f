package dev.handshakefleet.inquiry;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Downloads;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainInspection;
import dev.handshakefleet.certificate.chain.ChainInspector;
import dev.handshakefleet.certificate.chain.ChainProblem;
import dev.handshakefleet.certificate.chain.IssuerFetch;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.certificate.revocation.RevocationInquiry;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.inquiry.download.EgressDownloads;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.target.RevocationPolicy;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.AriWindow;
import dev.handshakefleet.verdict.Evidence;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks about a chain after a probe: issuers that the server did not send and, if the target wants it, revocation and
 * the renewal window of the leaf. It runs outside the timed path. Answers of authorities are cached for as long as they
 * are valid. Thread-safe.
 */
public final class ChainInquiry {

    private final ChainInspector inspector;
    private final Function<InetAddress, EgressDownloads> downloads;
    private final AnswerCache answers;
    private final RenewalInformation renewals;
    private final SecureRandom nonces = new SecureRandom();

    /**
     * @param trust the trust anchors
     * @param egress the egress rules, which also apply to addresses in certificates
     * @param answers the cache of answers
     */
    public ChainInquiry(TrustStore trust, EgressPolicy egress, AnswerCache answers) {
        this(trust, egress, new EgressDownloads(NameResolver.ofSystem(), egress), answers);
    }

    public ChainInquiry(TrustStore trust, EgressPolicy egress, EgressDownloads downloads, AnswerCache answers) {
        this.inspector = new ChainInspector(trust);
        this.downloads = presentedAt -> downloads.under(egress.pointedToFrom(presentedAt));
        this.answers = answers;
        this.renewals = new RenewalInformation(downloads, answers);
    }

    /**
     * An inquiry with a cache in memory.
     *
     * @param trust where a path may end
     * @param egress where a probe may connect to
     */
    public static ChainInquiry under(TrustStore trust, EgressPolicy egress) {
        return new ChainInquiry(trust, egress, AnswerCache.inMemory());
    }

    /** @return whether there is anything to ask */
    public boolean isWanted(ProbeResult result, ChainInspection chain) {
        Target target = result.target();
        return !chain.encoded().isEmpty()
                && (chain.trustedBy().isEmpty()
                        || !target.revocation().isOff()
                        || target.expiry().ari().isPresent());
    }

    /**
     * @param result the probe
     * @param chain its inspected chain
     * @param now the wall-clock instant at which answers must be valid
     * @param deadline when the inquiry ends; documents that have not come by then are left out
     * @return the evidence, with the problems of this inquiry
     */
    public WithProblems<Evidence> about(ProbeResult result, ChainInspection chain, Instant now, Deadline deadline) {
        if (chain.encoded().isEmpty() || result.address().isEmpty()) {
            return WithProblems.none(Evidence.NONE);
        }
        Target target = result.target();
        Deadline lastDownload = deadline.orIn(deadline.remaining().minus(answers.longestCalls()));
        Downloads bounded = downloads.apply(result.address().get()).until(lastDownload);
        List<byte[]> issuers = chain.trustedBy().isEmpty()
                ? new IssuerFetch(inspector).missing(result.presentedChain(), target.expectedName(), now, bounded)
                : List.of();
        ChainInspection completed = issuers.isEmpty()
                ? chain
                : inspector.inspect(result.presentedChain(), issuers, target.expectedName(), now);
        WithProblems<Map<String, Revocation>> revocations = revocations(completed, target.revocation(), bounded, now);
        WithProblems<Optional<AriWindow>> renewal = lastDownload.hasPassed()
                ? WithProblems.none(Optional.empty())
                : renewal(completed, target, now, lastDownload);
        return new WithProblems<>(new Evidence(issuers, revocations.value(), renewal.value()), renewal.problems())
                .after(revocations.problems());
    }

    private WithProblems<Map<String, Revocation>> revocations(
            ChainInspection chain, RevocationPolicy policy, Downloads bounded, Instant now) {
        Map<String, Revocation> revocations = new HashMap<>();
        List<String> problems = new ArrayList<>();
        boolean isForged = chain.problems().stream().anyMatch(ChainProblem.BadSignature.class::isInstance);
        for (int index = 0;
                !policy.isOff() && !isForged && index + 1 < chain.path().size();
                index++) {
            CertificateFacts certificate = chain.path().get(index);
            X509Certificate encoded = chain.encoded().get(index);
            X509Certificate issuer = chain.encoded().get(index + 1);
            if (certificate.isValidAt(now)) {
                WithProblems<Optional<Revocation>> answer =
                        revocation(certificate.sha256(), encoded, issuer, policy, bounded, now);
                answer.value().ifPresent(revocation -> revocations.put(certificate.sha256(), revocation));
                problems.addAll(answer.problems());
            }
        }
        return new WithProblems<>(revocations, problems);
    }

    /** A request with a nonce wants a fresh answer. */
    private WithProblems<Optional<Revocation>> revocation(
            String sha256,
            X509Certificate certificate,
            X509Certificate issuer,
            RevocationPolicy policy,
            Downloads bounded,
            Instant now) {
        WithProblems<Optional<Revocation>> cached =
                policy.nonce() ? WithProblems.none(Optional.empty()) : answers.revocation(sha256, now);
        if (cached.value().isPresent()) {
            return cached;
        }
        Optional<Revocation> answer = new RevocationInquiry(bounded, nonces).ask(certificate, issuer, policy, now);
        List<String> problems =
                answer.map(revocation -> answers.put(sha256, revocation, now)).orElse(List.of());
        return new WithProblems<>(answer, problems).after(cached.problems());
    }

    private WithProblems<Optional<AriWindow>> renewal(
            ChainInspection chain, Target target, Instant now, Deadline deadline) {
        return target.expiry()
                .ari()
                .filter(directory -> chain.path().getFirst().isValidAt(now))
                .map(directory -> renewals.of(chain.encoded().getFirst(), directory, now, deadline))
                .orElseGet(() -> WithProblems.none(Optional.empty()));
    }
}
