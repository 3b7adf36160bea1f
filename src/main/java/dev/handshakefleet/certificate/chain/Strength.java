package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.CertificateKey;
import dev.handshakefleet.certificate.ParsedCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the weak keys and signatures of a path: RSA, DSA and Diffie-Hellman keys of less than 2,048 bits,
 * elliptic curves of less than 256 (NIST SP 800-131A, CA/B Forum Baseline Requirements 6.1.5), an RSA exponent of one,
 * and
 * signatures over MD5 or SHA-1. The signatures of a trust anchor and of a self-signed end do not matter, so they are
 * not judged.
 */
final class Strength {

    private static final int SHORTEST_MODULUS = 2_048;
    private static final int SMALLEST_FIELD = 256;

    private Strength() {}

    static List<ChainProblem> problems(CandidatePath path, List<CertificateFacts> facts) {
        List<ChainProblem> problems = new ArrayList<>();
        for (int index = 0; index < path.size(); index++) {
            ParsedCertificate certificate = path.get(index);
            CertificateFacts shown = facts.get(index);
            weakness(certificate).ifPresent(reason -> problems.add(new ChainProblem.WeakKey(shown, reason)));
            boolean endsThePath = index == path.size() - 1 && (path.trusted() || certificate.isSelfIssued());
            if (!endsThePath && certificate.signature().isWeak()) {
                problems.add(new ChainProblem.WeakSignature(shown));
            }
        }
        return problems;
    }

    private static Optional<String> weakness(ParsedCertificate certificate) {
        CertificateKey key = certificate.keyFacts();
        if (key.modulusBits() > 0 && key.modulusBits() < SHORTEST_MODULUS) {
            return Optional.of("%s is shorter than 2,048 bits".formatted(key.label()));
        }
        if (key.fieldBits() > 0 && key.fieldBits() < SMALLEST_FIELD) {
            return Optional.of("%s is on a curve of %d bits, less than 256".formatted(key.label(), key.fieldBits()));
        }
        return key.hasExponentOne()
                ? Optional.of("its RSA exponent is one, so that anybody can forge its signatures")
                : Optional.empty();
    }
}
