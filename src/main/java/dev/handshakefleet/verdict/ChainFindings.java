package dev.handshakefleet.verdict;

import dev.handshakefleet.base.HostName;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.certificate.chain.ChainProblem;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The findings about a chain, except its dates. A fault for which clients refuse the connection is critical; a weak or
 * untidy chain is a warning.
 */
final class ChainFindings {

    private static final int MOST_NAMES_SHOWN = 5;

    private ChainFindings() {}

    static List<Finding> of(List<ChainProblem> problems) {
        return problems.stream().map(ChainFindings::finding).toList();
    }

    private static Finding finding(ChainProblem problem) {
        return switch (problem) {
            case ChainProblem.HostnameMismatch mismatch -> hostnameMismatch(mismatch);
            case ChainProblem.SelfSigned(CertificateFacts leaf) ->
                Finding.critical(
                        FindingCode.SELF_SIGNED,
                        "Leaf certificate '%s' is signed by its own key and is not trusted."
                                .formatted(CertificateName.subject(leaf)),
                        "Install a certificate of an authority that clients trust, or pass this one with --ca"
                                + " (FLEET_CA_FILE) if it is meant to be trusted.");
            case ChainProblem.UntrustedRoot(CertificateFacts last) ->
                Finding.critical(
                        FindingCode.UNTRUSTED_ROOT,
                        last.role() == Role.ROOT
                                ? "The path ends in %s, which is not trusted.".formatted(CertificateName.inside(last))
                                : "The path ends in %s, whose issuer '%s' is not trusted."
                                        .formatted(CertificateName.inside(last), last.issuer()),
                        "Use a certificate of a public authority, or pass the root of the private one with --ca"
                                + " (FLEET_CA_FILE).");
            case ChainProblem.IncompleteChain(CertificateFacts last, Optional<CertificateFacts> missing) ->
                incomplete(last, missing);
            case ChainProblem.BadSignature(CertificateFacts certificate, CertificateFacts issuer) ->
                Finding.critical(
                        FindingCode.BAD_SIGNATURE,
                        "%s names '%s' as its issuer but is not signed by its key."
                                .formatted(CertificateName.atStart(certificate), CertificateName.subject(issuer)),
                        "Install the intermediate that really issued the certificate; if there is none, the certificate"
                                + " is corrupt or forged: replace it.");
            case ChainProblem.NotACa(CertificateFacts issuer, String reason) ->
                Finding.critical(
                        FindingCode.NOT_A_CA,
                        "%s signs certificates without the right to: %s."
                                .formatted(CertificateName.atStart(issuer), reason),
                        "Have the certificate issued by a proper authority: clients refuse one issued by this"
                                + " certificate.");
            case ChainProblem.WrongUsage(CertificateFacts certificate, String reason) ->
                Finding.critical(
                        FindingCode.WRONG_USAGE,
                        "%s is refused: %s.".formatted(CertificateName.atStart(certificate), reason),
                        "Have it issued again as a TLS server certificate of a chain that allows the name and the"
                                + " purpose, or remove it from what the server sends if it does not belong there.");
            case ChainProblem.Misordered(List<CertificateFacts> asSent) ->
                Finding.warning(
                        FindingCode.CHAIN_MISORDERED,
                        "The certificates were sent out of order: %s."
                                .formatted(asSent.stream()
                                        .map(CertificateName::inside)
                                        .collect(Collectors.joining(", then "))),
                        "Put the server's own certificate first in its file, and each issuer after it in order: browsers,"
                                + " OpenSSL, Go and Java sort them; clients that follow RFC 5246 to the letter (some"
                                + " embedded TLS libraries) do not.");
            case ChainProblem.Unneeded(List<CertificateFacts> certificates, ChainProblem.UnneededReason why) ->
                unneeded(certificates, why);
            case ChainProblem.TooMany(int sent, int lookedAt) ->
                Finding.warning(
                        FindingCode.CHAIN_EXCESS,
                        "The server sent %d certificates; only the first %d were examined.".formatted(sent, lookedAt),
                        "Send the certificate and its intermediates, nothing else: clients give up on long chains (OpenSSL"
                                + " at 10 issuers and 100 KB).");
            case ChainProblem.WeakKey(CertificateFacts certificate, String reason) ->
                Finding.warning(
                        FindingCode.WEAK_KEY,
                        "%s has a weak key: %s.".formatted(CertificateName.atStart(certificate), reason),
                        certificate.role() == Role.LEAF
                                ? "Have it issued again for a new key: EC P-256, or RSA with 2,048 bits or more."
                                : "Move to a chain of your certificate authority with stronger keys.");
            case ChainProblem.WeakSignature(CertificateFacts certificate) ->
                Finding.warning(
                        FindingCode.WEAK_SIGNATURE,
                        "%s is signed with %s, whose hash function is broken."
                                .formatted(CertificateName.atStart(certificate), certificate.signature()),
                        "Have it issued again with SHA-256 or better: browsers, Java, Go and OpenSSL at its default"
                                + " security level refuse this signature.");
            case ChainProblem.ValidityTooLong(CertificateFacts leaf, Duration allowed) ->
                Finding.warning(
                        FindingCode.VALIDITY_TOO_LONG,
                        "%s is valid for %d days; the CA/B Forum allowed at most %d when it was issued (%s)."
                                .formatted(
                                        CertificateName.atStart(leaf),
                                        roundedUp(leaf.lifetime().plusSeconds(1)),
                                        allowed.toDays(),
                                        LocalDate.ofInstant(leaf.notBefore(), ZoneOffset.UTC)),
                        "Have it issued again for a shorter time: browsers refuse publicly trusted certificates that are"
                                + " valid for longer than their root programs allow.");
        };
    }

    private static Finding hostnameMismatch(ChainProblem.HostnameMismatch mismatch) {
        List<String> names = mismatch.names();
        String covered = names.isEmpty()
                ? "it names no host (the common name does not count)"
                : "it is for " + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES_SHOWN)))
                        + (names.size() > MOST_NAMES_SHOWN
                                ? " and %d more".formatted(names.size() - MOST_NAMES_SHOWN)
                                : "");
        String unnamed = HostName.literal(mismatch.expectedName()).isPresent()
                ? " No server name (SNI) was sent, because the target is an IP address."
                : "";
        return Finding.critical(
                FindingCode.HOSTNAME_MISMATCH,
                "Leaf certificate does not cover %s: %s.%s".formatted(mismatch.expectedName(), covered, unnamed),
                "Add the name to the certificate, or correct the host or server name of the target; check that the server"
                        + " picks the certificate by SNI.");
    }

    private static Finding incomplete(CertificateFacts last, Optional<CertificateFacts> missing) {
        String message = missing.map(
                        issuer -> "The issuer of the %s, '%s', was not sent. Chrome, Edge and Safari fetch it from the"
                                        .formatted(CertificateName.inside(last), CertificateName.subject(issuer))
                                + " address in the certificate; curl, OpenSSL, Java, Go and Python refuse the chain.")
                .orElseGet(() -> "The issuer of the %s, '%s', was not sent and is unknown."
                        .formatted(CertificateName.inside(last), last.issuer()));
        return Finding.critical(
                FindingCode.INCOMPLETE_CHAIN,
                message,
                "Configure the server to send its intermediate certificates after its own (the full chain file of your"
                        + " certificate authority)"
                        + (missing.isPresent()
                                ? "."
                                : "; if a private root issued it directly, pass that root with --ca (FLEET_CA_FILE)."));
    }

    private static Finding unneeded(List<CertificateFacts> certificates, ChainProblem.UnneededReason why) {
        String which = "Not needed: %s%s. "
                .formatted(
                        certificates.stream()
                                .limit(MOST_NAMES_SHOWN)
                                .map(certificate ->
                                        CertificateName.inside(certificate) + validityWhereItMatters(certificate, why))
                                .collect(Collectors.joining(", ")),
                        certificates.size() > MOST_NAMES_SHOWN
                                ? " and %d more".formatted(certificates.size() - MOST_NAMES_SHOWN)
                                : "");
        return switch (why) {
            case DUPLICATE ->
                Finding.warning(
                        FindingCode.CHAIN_EXCESS,
                        which + "It was sent more than once.",
                        "Remove the repetition from the server's certificate file: it costs bytes in each handshake, and"
                                + " clients that follow RFC 5246 to the letter refuse it.");
            case UNRELATED ->
                Finding.warning(
                        FindingCode.CHAIN_EXCESS,
                        which + "It issued nothing that leads to the leaf.",
                        "Remove it from the server's certificate file: it costs bytes in each handshake, and clients that"
                                + " follow RFC 5246 to the letter refuse it.");
            case OUTDATED_DETOUR ->
                Finding.warning(
                        FindingCode.CHAIN_EXCESS,
                        which
                                + "It leads to another root than the path does and is not valid today: clients that take the"
                                + " chain as sent (OpenSSL 1.0.2, GnuTLS before 3.6.14) fail; all that look for another"
                                + " path do not.",
                        "Remove it from the server's certificate file: it helps no client any more.");
            case DETOUR_TO_OUTDATED_ROOT ->
                Finding.warning(
                        FindingCode.CHAIN_EXCESS,
                        which
                                + "It leads to the root '%s', which is not valid today: clients that take the chain as sent and"
                                        .formatted(certificates.getFirst().issuer())
                                + " know that root (OpenSSL 1.0.2, GnuTLS before 3.6.14) fail; all that look for another"
                                + " path do not.",
                        "Remove it from the server's certificate file, unless you serve clients that know no newer root and"
                                + " do not look at a root's dates (Android before 7.1.1).");
        };
    }

    private static String validityWhereItMatters(CertificateFacts certificate, ChainProblem.UnneededReason why) {
        return why == ChainProblem.UnneededReason.OUTDATED_DETOUR
                ? " (valid from %s to %s)"
                        .formatted(
                                LocalDate.ofInstant(certificate.notBefore(), ZoneOffset.UTC),
                                LocalDate.ofInstant(certificate.notAfter(), ZoneOffset.UTC))
                : "";
    }

    private static long roundedUp(Duration duration) {
        return duration.plusDays(1).minusNanos(1).toDays();
    }
}
