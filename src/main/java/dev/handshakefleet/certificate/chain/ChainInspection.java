package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The result of inspecting a presented chain: its best path and its problems. Dates are not among the problems; the
 * verdict judges them.
 *
 * @param path leaf to root: the best path that could be built from what was sent, fetched and trusted
 * @param encoded the certificates of {@code path}, in its order
 * @param trustedBy the names of the trust stores that hold the end of the path; empty where none does
 * @param unused certificates that were sent and are not on the path, in the order sent
 * @param problems all problems but dates
 */
public record ChainInspection(
        List<CertificateFacts> path,
        List<X509Certificate> encoded,
        List<String> trustedBy,
        List<CertificateFacts> unused,
        List<ChainProblem> problems) {

    /** The inspection of a server that sent no certificate. */
    public static final ChainInspection NOTHING_PRESENTED =
            new ChainInspection(List.of(), List.of(), List.of(), List.of(), List.of());

    public ChainInspection {
        path = List.copyOf(path);
        encoded = List.copyOf(encoded);
        trustedBy = List.copyOf(trustedBy);
        unused = List.copyOf(unused);
        problems = List.copyOf(problems);
    }

    /** @return whether a trust store of that name holds the end of the path */
    public boolean isTrustedBy(String store) {
        return trustedBy.contains(store);
    }
}
