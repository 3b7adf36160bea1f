package dev.handshakefleet.certificate;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The addresses in a certificate that lead to its issuer, its OCSP responders and its revocation lists, and whether the
 * certificate demands a stapled answer.
 *
 * <ul>
 *   <li>Only absolute {@code http} URIs with a host, of at most 2,000 characters, each once, at most four of each kind,
 *   in
 *       the order written. Everything else is left out: https would need the very check that it is meant to answer (RFC
 *       5280, 4.2.1.13; CA/Browser Forum Baseline Requirements, 7.1.2.11), and LDAP is no longer in use on the web.
 *   <li>Never throws, whatever the bytes are: a malformed extension yields no address.
 *   <li>Anybody can write these addresses. {@link Downloads} judges where they lead.
 * </ul>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class CertificatePointers {

    private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
    private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

    /** id-ad-ocsp and id-ad-caIssuers (RFC 5280, 4.2.2.1), as the content of their DER. */
    private static final byte[] OCSP = {0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01};

    private static final byte[] CA_ISSUERS = {0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02};

    /** status_request and status_request_v2 (RFC 6066, 8; RFC 6961, 2.1). */
    private static final List<Integer> STAPLES = List.of(5, 17);

    private static final int INTEGER = 0x02;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int URI_NAME = 0x86;
    private static final int CONSTRUCTED_0 = 0xA0;
    private static final int MOST = 4;
    private static final int LONGEST = 2_000;

    private final List<URI> ocspResponders;
    private final List<URI> crlDistributionPoints;
    private final List<URI> issuerCertificates;
    private final boolean requiresStaple;

    private CertificatePointers(X509Certificate certificate) {
        ocspResponders = bounded(access(certificate, OCSP));
        issuerCertificates = bounded(access(certificate, CA_ISSUERS));
        crlDistributionPoints = bounded(distributionPoints(certificate));
        requiresStaple = DerElement.allOfExtension(certificate, TLS_FEATURE).stream()
                .anyMatch(feature -> feature.tag() == INTEGER && STAPLES.contains(smallNumber(feature)));
    }

    /** Reads the addresses of a certificate. */
    public static CertificatePointers of(X509Certificate certificate) {
        return new CertificatePointers(certificate);
    }

    /** @return the OCSP responders (RFC 6960, 3.1) */
    public List<URI> ocspResponders() {
        return ocspResponders;
    }

    /** @return the addresses of the revocation lists (RFC 5280, 4.2.1.13), each by its full name */
    public List<URI> crlDistributionPoints() {
        return crlDistributionPoints;
    }

    /** @return the addresses of the certificate of its issuer (RFC 5280, 4.2.2.1) */
    public List<URI> issuerCertificates() {
        return issuerCertificates;
    }

    /** @return whether its server must send a stapled answer (RFC 7633, "must staple") */
    public boolean requiresStaple() {
        return requiresStaple;
    }

    private static Stream<DerElement> access(X509Certificate certificate, byte[] method) {
        return DerElement.allOfExtension(certificate, AUTHORITY_INFORMATION_ACCESS).stream()
                .map(CertificatePointers::inside)
                .filter(description -> description.size() == 2
                        && description.getFirst().tag() == OBJECT_IDENTIFIER
                        && Arrays.equals(description.getFirst().bytes(), method))
                .map(List::getLast);
    }

    /** DistributionPoint → distributionPoint [0] → fullName [0] → uniformResourceIdentifier [6]. */
    private static Stream<DerElement> distributionPoints(X509Certificate certificate) {
        return DerElement.allOfExtension(certificate, CRL_DISTRIBUTION_POINTS).stream()
                .flatMap(point -> inside(point).stream().filter(part -> part.tag() == CONSTRUCTED_0))
                .flatMap(name -> inside(name).stream().filter(part -> part.tag() == CONSTRUCTED_0))
                .flatMap(fullName -> inside(fullName).stream());
    }

    private static List<DerElement> inside(DerElement element) {
        return DerElement.all(element.content()).orElse(List.of());
    }

    private static int smallNumber(DerElement integer) {
        return integer.content().remaining() == 1 ? integer.bytes()[0] : -1;
    }

    private static List<URI> bounded(Stream<DerElement> names) {
        return names.filter(name -> name.tag() == URI_NAME && name.content().remaining() <= LONGEST)
                .map(name -> address(new String(name.bytes(), StandardCharsets.ISO_8859_1)))
                .flatMap(Optional::stream)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static Optional<URI> address(String written) {
        try {
            return Optional.of(new URI(written))
                    .filter(address -> "http".equalsIgnoreCase(address.getScheme()) && address.getHost() != null);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
