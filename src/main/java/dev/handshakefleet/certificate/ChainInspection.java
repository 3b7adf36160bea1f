package dev.handshakefleet.certificate;

import java.util.List;

/**
 * What a presented chain is and what is wrong with it, apart from dates, which are for the verdict to judge.
 *
 * @param path leaf to root: the best path that could be built from what was sent and from the trust store
 * @param unused certificates that were sent and are not on the path, in the order sent
 * @param problems everything that is wrong
 */
public record ChainInspection(List<CertificateFacts> path, List<CertificateFacts> unused, List<ChainProblem> problems) {

    /** The inspection of a server that sent no certificate. */
    public static final ChainInspection NOTHING_PRESENTED = new ChainInspection(List.of(), List.of(), List.of());

    public ChainInspection {
        path = List.copyOf(path);
        unused = List.copyOf(unused);
        problems = List.copyOf(problems);
    }
}
