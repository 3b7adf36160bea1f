package dev.handshakefleet.probe.tls;

import java.util.List;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extensions;

/** Counts the signed certificate timestamps that come with a leaf: in itself and by the TLS extension (RFC 6962, 3.3). */
final class SignedTimestamps {

    private static final ASN1ObjectIdentifier SCT_LIST = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
    private static final int LENGTH_SIZE = 2;

    private SignedTimestamps() {}

    /** @return how many came; empty where there is no leaf or a list cannot be read */
    static OptionalInt of(List<byte[]> presentedChain, OptionalInt byExtension) {
        OptionalInt embedded = embeddedIn(presentedChain);
        return embedded.isPresent() && byExtension.isPresent()
                ? OptionalInt.of(embedded.getAsInt() + byExtension.getAsInt())
                : OptionalInt.empty();
    }

    private static OptionalInt embeddedIn(List<byte[]> presentedChain) {
        if (presentedChain.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            Certificate leaf = Certificate.getInstance(presentedChain.getFirst());
            Extensions extensions = leaf.getTBSCertificate().getExtensions();
            boolean hasList = extensions != null && extensions.getExtension(SCT_LIST) != null;
            return hasList
                    ? listed(ASN1OctetString.getInstance(extensions.getExtensionParsedValue(SCT_LIST))
                            .getOctets())
                    : OptionalInt.of(0);
        } catch (RuntimeException unreadable) {
            return OptionalInt.empty();
        }
    }

    /** @return how many a SignedCertificateTimestampList holds; empty where it cannot be read */
    static OptionalInt listed(byte[] list) {
        int count = 0;
        int position = LENGTH_SIZE;
        while (position + LENGTH_SIZE <= list.length) {
            int length = ((list[position] & 0xff) << Byte.SIZE) | (list[position + 1] & 0xff);
            position += LENGTH_SIZE + length;
            count++;
        }
        return position == list.length ? OptionalInt.of(count) : OptionalInt.empty();
    }
}
