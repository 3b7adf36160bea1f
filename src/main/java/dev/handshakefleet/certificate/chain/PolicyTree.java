package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.DerElement;
import dev.handshakefleet.certificate.ReadCertificate;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How large the tree of policies (RFC 5280, 6.1.2) of a path can become: policies that are mapped to several others
 * multiply from certificate to certificate, and eight certificates of a kilobyte each take a gigabyte of the validator
 * (CVE-2023-0464 was the same in OpenSSL). Real chains of servers map nothing, bridges of governments one to one.
 */
final class PolicyTree {

    /** More leaves than this are not validated; each takes the JDK about 17 KB. */
    static final int MOST_LEAVES = 1_000;

    private static final String POLICIES = "2.5.29.32";
    private static final String MAPPINGS = "2.5.29.33";

    private PolicyTree() {}

    /** @return whether the tree of a path with these certificates could have more than {@link #MOST_LEAVES} leaves */
    static boolean isTooLarge(List<ReadCertificate> path) {
        long leaves = 1;
        int mostPolicies = 1;
        for (ReadCertificate certificate : path) {
            mostPolicies = Math.max(
                    mostPolicies,
                    DerElement.allOfExtension(certificate.x509(), POLICIES).size());
            leaves = Math.min(leaves * fanOut(certificate.x509()), MOST_LEAVES + 1L);
        }
        return leaves * mostPolicies > MOST_LEAVES;
    }

    /** @return to how many policies one of them is mapped at the most; 1 where nothing is mapped */
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
