package dev.handshakefleet.local.server;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/** The addresses in a certificate draft, and further extensions. Not thread-safe. */
final class DraftPointers {

    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");
    private static final int STATUS_REQUEST = 5;

    private final List<AccessDescription> access = new ArrayList<>();
    private final List<DistributionPoint> points = new ArrayList<>();
    private final Map<ASN1ObjectIdentifier, ASN1Encodable> others = new LinkedHashMap<>();

    void access(ASN1ObjectIdentifier method, URI address) {
        access.add(new AccessDescription(method, name(address)));
    }

    void revocationList(URI address) {
        points.add(new DistributionPoint(new DistributionPointName(new GeneralNames(name(address))), null, null));
    }

    void mustStaple() {
        other(TLS_FEATURE, new DERSequence(new ASN1Integer(STATUS_REQUEST)));
    }

    void other(ASN1ObjectIdentifier oid, ASN1Encodable content) {
        others.put(oid, content);
    }

    void addTo(X509v3CertificateBuilder builder) throws IOException {
        if (!access.isEmpty()) {
            builder.addExtension(
                    Extension.authorityInfoAccess, false, new DERSequence(access.toArray(AccessDescription[]::new)));
        }
        if (!points.isEmpty()) {
            builder.addExtension(
                    Extension.cRLDistributionPoints, false, new CRLDistPoint(points.toArray(DistributionPoint[]::new)));
        }
        for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> other : others.entrySet()) {
            builder.addExtension(other.getKey(), false, other.getValue());
        }
    }

    private static GeneralName name(URI address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address.toString());
    }
}
