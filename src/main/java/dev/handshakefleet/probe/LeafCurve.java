package dev.handshakefleet.probe;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.teletrust.TeleTrusTNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The curve of a leaf's key. Up to TLS 1.2 it has to be among the groups of the ClientHello (RFC 8422, 5.1). Pure. */
final class LeafCurve {

    private LeafCurve() {}

    /**
     * @param chain certificates as the server sent them, DER, leaf first
     * @return the name of the curve as that of a group, such as {@code secp256r1}; empty for another kind of key
     */
    static Optional<String> of(List<byte[]> chain) {
        try {
            return chain.stream()
                    .findFirst()
                    .map(Certificate::getInstance)
                    .map(leaf -> leaf.getSubjectPublicKeyInfo().getAlgorithm())
                    .filter(key -> key.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey))
                    .map(AlgorithmIdentifier::getParameters)
                    .filter(ASN1ObjectIdentifier.class::isInstance)
                    .map(ASN1ObjectIdentifier.class::cast)
                    .flatMap(LeafCurve::name);
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> name(ASN1ObjectIdentifier curve) {
        return Optional.ofNullable(SECNamedCurves.getName(curve))
                .or(() -> Optional.ofNullable(TeleTrusTNamedCurves.getName(curve)));
    }
}
