package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One thing that is wrong with a presented chain, apart from dates. Every problem that holds is reported. */
public sealed interface ChainProblem {

    /** No name of the leaf covers the expected name (RFC 9525); {@code names} is what it does cover. */
    record HostnameMismatch(String expectedName, List<String> names) implements ChainProblem {}

    /** The leaf is signed by its own key and the trust store does not hold it. */
    record SelfSigned(CertificateFacts leaf) implements ChainProblem {}

    /** The path ends in {@code last}, which no trusted root has issued and which is none itself. */
    record UntrustedRoot(CertificateFacts last) implements ChainProblem {}

    /**
     * The issuer of {@code last} was not sent, is not in the trust store, and the server should have sent it.
     *
     * @param last the certificate whose issuer is missing
     * @param missing the issuer, where it could be fetched from where {@code last} says that it is
     */
    record IncompleteChain(CertificateFacts last, Optional<CertificateFacts> missing) implements ChainProblem {}

    /** The certificates of the path were sent in another order than leaf to root; {@code asSent} is that order. */
    record Misordered(List<CertificateFacts> asSent) implements ChainProblem {
        public Misordered {
            asSent = List.copyOf(asSent);
        }
    }

    /** {@code certificates} were sent and help no client to build a path. */
    record Unneeded(List<CertificateFacts> certificates, UnneededReason why) implements ChainProblem {
        public Unneeded {
            certificates = List.copyOf(certificates);
        }
    }

    /** Why a certificate that was sent is not needed. */
    enum UnneededReason {
        /** It was sent before. */
        DUPLICATE,
        /** It issued nothing that leads to the leaf. */
        UNRELATED,
        /** It leads from the leaf to another root than the path does, and is outside of its validity. */
        OUTDATED_DETOUR,
        /** It leads from the leaf to another root than the path does, and that root is outside of its validity. */
        DETOUR_TO_OUTDATED_ROOT
    }

    /** The server sent more certificates than anybody needs; those behind the first {@code lookedAt} were not looked at. */
    record TooMany(int sent, int lookedAt) implements ChainProblem {}

    /** The key of {@code certificate} can be broken, or nearly; {@code reason} says why. */
    record WeakKey(CertificateFacts certificate, String reason) implements ChainProblem {}

    /** {@code certificate} is signed with a hash function that is broken: MD5 or SHA-1. */
    record WeakSignature(CertificateFacts certificate) implements ChainProblem {}

    /** The validity of a publicly trusted leaf is longer than the CA/B Forum allowed when it was issued. */
    record ValidityTooLong(CertificateFacts leaf, Duration allowed) implements ChainProblem {}

    /** {@code certificate} names {@code issuer} as its issuer but is not signed by its key. */
    record BadSignature(CertificateFacts certificate, CertificateFacts issuer) implements ChainProblem {}

    /** {@code issuer} signs another certificate of the path without the right to; {@code reason} says what it lacks. */
    record NotACa(CertificateFacts issuer, String reason) implements ChainProblem {}

    /** The PKIX validator of the JDK refuses the path for a reason of its own (constraint, usage, algorithm). */
    record WrongUsage(CertificateFacts certificate, String reason) implements ChainProblem {}
}
