package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ChainProblem;
import dev.handshakefleet.certificate.Role;
import java.util.List;

/** The findings about everything in a chain but its dates. All are critical: some client refuses the connection. */
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
                critical(
                        FindingCode.SELF_SIGNED,
                        "Leaf certificate '%s' is signed by its own key and is not trusted."
                                .formatted(CertificateName.subject(leaf)),
                        "Install a certificate of an authority that clients trust, or pass this one with --ca"
                                + " (FLEET_CA_FILE) if it is meant to be trusted.");
            case ChainProblem.UntrustedRoot(CertificateFacts last) ->
                critical(
                        FindingCode.UNTRUSTED_ROOT,
                        last.role() == Role.ROOT
                                ? "The path ends in %s, which is not trusted.".formatted(CertificateName.inside(last))
                                : "The path ends in %s, whose issuer '%s' is not trusted."
                                        .formatted(CertificateName.inside(last), last.issuer()),
                        "Use a certificate of a public authority, or pass the root of the private one with --ca"
                                + " (FLEET_CA_FILE).");
            case ChainProblem.IncompleteChain(CertificateFacts last) ->
                critical(
                        FindingCode.INCOMPLETE_CHAIN,
                        "The issuer of the %s, '%s', was not sent and is not known."
                                .formatted(CertificateName.inside(last), last.issuer()),
                        "Configure the server to send its intermediate certificates after its own (the full chain file"
                                + " of your certificate authority); if a private root issued it directly, pass that root"
                                + " with --ca (FLEET_CA_FILE).");
            case ChainProblem.BadSignature(CertificateFacts certificate, CertificateFacts issuer) ->
                critical(
                        FindingCode.BAD_SIGNATURE,
                        "%s names '%s' as its issuer but is not signed by its key."
                                .formatted(CertificateName.atStart(certificate), CertificateName.subject(issuer)),
                        "Install the intermediate that really issued the certificate; if there is none, the certificate"
                                + " is corrupt or forged: replace it.");
            case ChainProblem.NotACa(CertificateFacts issuer, String reason) ->
                critical(
                        FindingCode.NOT_A_CA,
                        "%s signs certificates without the right to: %s."
                                .formatted(CertificateName.atStart(issuer), reason),
                        "Have the certificate issued by a proper authority: clients refuse one issued by this"
                                + " certificate.");
            case ChainProblem.WrongUsage(CertificateFacts certificate, String reason) ->
                critical(
                        FindingCode.WRONG_USAGE,
                        "%s is refused: %s.".formatted(CertificateName.atStart(certificate), reason),
                        "Have it issued again as a TLS server certificate of a chain that allows the name and the"
                                + " purpose, or remove it from what the server sends if it does not belong there.");
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
        return critical(
                FindingCode.HOSTNAME_MISMATCH,
                "Leaf certificate does not cover %s: %s.".formatted(mismatch.expectedName(), covered),
                "Add the name to the certificate, or correct the host or server name of the target; check that the server"
                        + " picks the certificate by SNI.");
    }

    private static Finding critical(FindingCode code, String message, String advice) {
        return new Finding(code, Severity.CRITICAL, message, advice);
    }
}
