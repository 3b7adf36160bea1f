package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One way from the leaf upwards.
 *
 * @param certificates leaf first; never empty
 * @param trusted whether the last one is a trust anchor
 */
record CandidatePath(List<ParsedCertificate> certificates, boolean trusted) {

    CandidatePath {
        certificates = List.copyOf(certificates);
    }

    int size() {
        return certificates.size();
    }

    ParsedCertificate leaf() {
        return certificates.getFirst();
    }

    ParsedCertificate last() {
        return certificates.getLast();
    }

    ParsedCertificate get(int index) {
        return certificates.get(index);
    }

    /** @return the facts of each certificate, in its role */
    List<CertificateFacts> facts(Set<ParsedCertificate> sent, SignatureChecks signatures) {
        List<CertificateFacts> facts = new ArrayList<>();
        for (int index = 0; index < size(); index++) {
            ParsedCertificate certificate = get(index);
            facts.add(certificate.facts(role(index, signatures), sent.contains(certificate)));
        }
        return facts;
    }

    private Role role(int index, SignatureChecks signatures) {
        if (index == 0) {
            return Role.LEAF;
        }
        boolean endsHere = index == size() - 1 && (trusted || signatures.isSelfSigned(get(index)));
        return endsHere ? Role.ROOT : Role.INTERMEDIATE;
    }
}
