package dev.handshakefleet.certificate;

import java.util.List;

/** One thing that is wrong with a presented chain, apart from dates. Every problem that holds is reported. */
public sealed interface ChainProblem {

    /** No name of the leaf covers the expected name (RFC 9525); {@code names} is what it does cover. */
    record HostnameMismatch(String expectedName, List<String> names) implements ChainProblem {}

    /** The leaf is signed by its own key and the trust store does not hold it. */
    record SelfSigned(CertificateFacts leaf) implements ChainProblem {}

    /** The path ends in {@code last}, which no trusted root has issued and which is none itself. */
    record UntrustedRoot(CertificateFacts last) implements ChainProblem {}

    /** The issuer of {@code last} was not sent, is not in the trust store, and the server should have sent it. */
    record IncompleteChain(CertificateFacts last) implements ChainProblem {}

    /** {@code certificate} names {@code issuer} as its issuer but is not signed by its key. */
    record BadSignature(CertificateFacts certificate, CertificateFacts issuer) implements ChainProblem {}

    /** {@code issuer} signs another certificate of the path without the right to; {@code reason} says what it lacks. */
    record NotACa(CertificateFacts issuer, String reason) implements ChainProblem {}

    /** The PKIX validator of the JDK refuses the path for a reason of its own (constraint, usage, algorithm). */
    record WrongUsage(CertificateFacts certificate, String reason) implements ChainProblem {}
}
