package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.ReadCertificate;
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
record CandidatePath(List<ReadCertificate> certificates, boolean trusted) {

    CandidatePath {
        certificates = List.copyOf(certificates);
    }

    int size() {
        return certificates.size();
    }

    ReadCertificate leaf() {
        return certificates.getFirst();
    }

    ReadCertificate last() {
        return certificates.getLast();
    }

    ReadCertificate get(int index) {
        return certificates.get(index);
    }

    /** @return the facts of each certificate, in its role */
    List<CertificateFacts> facts(Set<ReadCertificate> sent, SignatureChecks signatures) {
        List<CertificateFacts> facts = new ArrayList<>();
        for (int index = 0; index < size(); index++) {
            ReadCertificate certificate = get(index);
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
