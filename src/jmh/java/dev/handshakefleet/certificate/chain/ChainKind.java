package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** What is inspected: leaf, two intermediates, and a root that only the trust store has. */
public enum ChainKind {
    RSA_2048(KeyKind.RSA_2048, KeyKind.RSA_2048, 1),
    ECDSA_P256(KeyKind.EC_P256, KeyKind.EC_P256, 1),
    /** An ECDSA leaf under RSA authorities. */
    MIXED(KeyKind.EC_P256, KeyKind.RSA_2048, 1),
    /** ECDSA, and many names on the leaf, of which the one asked for is the last. */
    NAMES_500(KeyKind.EC_P256, KeyKind.EC_P256, 500);

    static final String HOST = "www.example.com";

    private final KeyKind leafKey;
    private final KeyKind authorityKey;
    private final int names;

    ChainKind(KeyKind leafKey, KeyKind authorityKey, int names) {
        this.leafKey = leafKey;
        this.authorityKey = authorityKey;
        this.names = names;
    }

    /** @return a root that issues them */
    LocalIdentity root() {
        return LocalAuthority.root("Root " + this).key(authorityKey).selfSigned();
    }

    /** @return so many chains below the root that share keys but no certificate, without the root */
    Collection<List<byte[]>> chains(LocalIdentity root, int count) {
        KeyPair upperKey = authorityKey.generate();
        KeyPair lowerKey = authorityKey.generate();
        KeyPair serverKey = leafKey.generate();
        List<List<byte[]>> chains = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            LocalIdentity upper = LocalAuthority.intermediate("Upper CA " + number)
                    .key(upperKey)
                    .issuedBy(root);
            LocalIdentity lower = LocalAuthority.intermediate("Lower CA " + number)
                    .key(lowerKey)
                    .issuedBy(upper);
            CertificateDraft leaf = LocalAuthority.leaf("server " + number).key(serverKey);
            leaf.dns(IntStream.range(1, names)
                    .mapToObj(other -> "host-" + other + ".example.com")
                    .toArray(String[]::new));
            chains.add(leaf.dns(HOST).issuedBy(lower).chainDer());
        }
        return chains;
    }
}
