package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.DerElement;
import dev.handshakefleet.certificate.ParsedCertificate;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bounds the tree of policies (RFC 5280, 6.1.2) of a path. Policies that are mapped to several others multiply from
 * certificate to certificate: eight certificates of a kilobyte each take a gigabyte of the validator (CVE-2023-0464 was
 * the same in OpenSSL). Real server chains map no policies; government bridges map one to one.
 */
final class PolicyTree {

    /** A path with more leaves than this is not validated; the JDK needs about 17 KB a leaf. */
    static final int MOST_LEAVES = 1_000;

    private static final String POLICIES = "2.5.29.32";
    private static final String MAPPINGS = "2.5.29.33";

    private PolicyTree() {}

    /** @return whether the tree of a path with these certificates could have more than {@link #MOST_LEAVES} leaves */
    static boolean isTooLarge(List<ParsedCertificate> path) {
        long leaves = 1;
        int mostPolicies = 1;
        for (ParsedCertificate certificate : path) {
            mostPolicies = Math.max(
                    mostPolicies,
                    DerElement.allOfExtension(certificate.x509(), POLICIES).size());
            leaves = Math.min(leaves * fanOut(certificate.x509()), MOST_LEAVES + 1L);
        }
        return leaves * mostPolicies > MOST_LEAVES;
    }

    /** @return the largest number of policies that one policy is mapped to; 1 if none is mapped */
    private static int fanOut(X509Certificate certificate) {
        Map<ByteBuffer, Set<ByteBuffer>> mapped = new HashMap<>();
        for (DerElement mapping : DerElement.allOfExtension(certificate, MAPPINGS)) {
            List<DerElement> pair = DerElement.all(mapping.content()).orElse(List.of());
            if (pair.size() == 2) {
                mapped.computeIfAbsent(pair.get(0).content(), first -> new HashSet<>())
                        .add(pair.get(1).content());
            }
        }
        return mapped.values().stream().mapToInt(Set::size).max().orElse(1);
    }
}
