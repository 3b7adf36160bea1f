package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.result.SctCount;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * Counts the logs whose signed certificate timestamps came with a leaf: embedded in it, in its OCSP staple, and in the
 * TLS extension (RFC 6962, 3.3). The signatures are not verified, because that needs a current list of logs.
 */
final class SignedTimestamps {

    private static final ASN1ObjectIdentifier IN_CERTIFICATE = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
    private static final ASN1ObjectIdentifier IN_STAPLE = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.5");
    private static final int LENGTH_SIZE = 2;
    private static final int LOG_ID_SIZE = 32;
    private static final int VERSION_SIZE = 1;
    private static final byte VERSION_1 = 0;

    private SignedTimestamps() {}

    /** @return the counts; empty if there is no leaf or a list cannot be read */
    static Optional<SctCount> of(List<byte[]> presentedChain, Optional<byte[]> staple, OptionalInt byExtension) {
        if (presentedChain.isEmpty() || byExtension.isEmpty()) {
            return Optional.empty();
        }
        try {
            OptionalInt embedded = embeddedIn(presentedChain.getFirst());
            OptionalInt stapled = staple.isPresent() ? stapledIn(staple.get()) : OptionalInt.of(0);
            return embedded.isPresent() && stapled.isPresent()
                    ? Optional.of(new SctCount(embedded.getAsInt(), stapled.getAsInt(), byExtension.getAsInt()))
                    : Optional.empty();
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static OptionalInt embeddedIn(byte[] leaf) {
        return listedIn(Certificate.getInstance(leaf).getTBSCertificate().getExtensions(), IN_CERTIFICATE);
    }

    private static OptionalInt stapledIn(byte[] staple) {
        OCSPResponse response = OCSPResponse.getInstance(staple);
        if (response.getResponseBytes() == null) {
            return OptionalInt.of(0);
        }
        BasicOCSPResponse basic = BasicOCSPResponse.getInstance(
                response.getResponseBytes().getResponse().getOctets());
        SingleResponse first = SingleResponse.getInstance(
                basic.getTbsResponseData().getResponses().getObjectAt(0));
        return listedIn(first.getSingleExtensions(), IN_STAPLE);
    }

    private static OptionalInt listedIn(Extensions extensions, ASN1ObjectIdentifier id) {
        boolean hasList = extensions != null && extensions.getExtension(id) != null;
        return hasList
                ? listed(ASN1OctetString.getInstance(extensions.getExtensionParsedValue(id))
                        .getOctets())
                : OptionalInt.of(0);
    }

    /** @return the number of logs in a SignedCertificateTimestampList; empty if it cannot be read */
    static OptionalInt listed(byte[] list) {
        Set<String> logs = new HashSet<>();
        int position = LENGTH_SIZE;
        while (position + LENGTH_SIZE <= list.length) {
            int length = ((list[position] & 0xff) << Byte.SIZE) | (list[position + 1] & 0xff);
            int begin = position + LENGTH_SIZE;
            position = begin + length;
            boolean isVersion1 = length > VERSION_SIZE + LOG_ID_SIZE && begin < list.length && list[begin] == VERSION_1;
            if (isVersion1 && position <= list.length) {
                logs.add(HexFormat.of().formatHex(list, begin + VERSION_SIZE, begin + VERSION_SIZE + LOG_ID_SIZE));
            }
        }
        return position == list.length ? OptionalInt.of(logs.size()) : OptionalInt.empty();
    }
}
