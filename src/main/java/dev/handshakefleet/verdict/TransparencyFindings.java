package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainInspection;
import dev.handshakefleet.probe.result.SctCount;
import java.time.Duration;
import java.util.Optional;

/**
 * The finding about a publicly trusted leaf with timestamps of too few Certificate Transparency logs. Chrome and Safari
 * demand two logs inside a certificate that is valid for up to 180 days and three if it is valid for longer, or two
 * logs by OCSP staple or TLS extension (Chrome Certificate Transparency Policy; Apple's Certificate Transparency
 * policy). The list of accepted logs and the signatures of the timestamps are not checked.
 */
final class TransparencyFindings {

    private static final Duration LONG = Duration.ofDays(180);
    private static final int IN_LONG = 3;
    private static final int ELSE = 2;

    private TransparencyFindings() {}

    static Optional<Finding> of(ChainInspection chain, Optional<SctCount> scts) {
        if (!chain.isTrustedBy(TrustStore.PUBLIC) || scts.isEmpty()) {
            return Optional.empty();
        }
        CertificateFacts leaf = chain.path().getFirst();
        SctCount count = scts.get();
        int needed = leaf.lifetime().plusSeconds(1).compareTo(LONG) > 0 ? IN_LONG : ELSE;
        boolean enough = count.inCertificate() >= needed || count.inStaple() + count.inExtension() >= ELSE;
        return enough ? Optional.empty() : Optional.of(tooFew(count, needed));
    }

    private static Finding tooFew(SctCount count, int needed) {
        return new Finding(
                FindingCode.TOO_FEW_SCTS,
                Severity.WARNING,
                "Leaf certificate comes with timestamps of %d Certificate Transparency log%s (%d embedded, %d stapled, %d by TLS extension); its lifetime requires %d."
                        .formatted(
                                count.total(),
                                count.total() == 1 ? "" : "s",
                                count.inCertificate(),
                                count.inStaple(),
                                count.inExtension(),
                                needed),
                "Have it issued again by an authority that logs its certificates: Chrome and Safari refuse this one.");
    }
}
