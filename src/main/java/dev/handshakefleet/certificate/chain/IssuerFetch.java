package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.CertificatePointers;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.certificate.Downloads;
import dev.handshakefleet.certificate.Role;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches issuers that a server did not send, from the addresses in the certificates (authority information
 * access, RFC 5280, 4.2.2.1), This tells a chain with a missing intermediate from a chain with an untrusted root.
 * At most 3 documents of 64 KB each, 10 certificates in each (DER, PEM, or PKCS #7 as RFC 5280 has it). Thread-safe.
 */
public final class IssuerFetch {

    private static final int MOST_DOCUMENTS = 3;
    private static final int LARGEST_DOCUMENT = 64 * 1024;
    private static final int MOST_CERTIFICATES = 10;

    private final ChainInspector inspector;

    /** @param inspector says where the path ends */
    public IssuerFetch(ChainInspector inspector) {
        this.inspector = inspector;
    }

    /**
     * @param presentedDer the certificates as the server sent them
     * @param expectedName the name that was probed
     * @param now which of several paths is the best depends on it
     * @param downloads by which they are fetched
     * @return what was found, DER; empty where nothing is missing or nothing was to be had
     */
    public List<byte[]> missing(List<byte[]> presentedDer, String expectedName, Instant now, Downloads downloads) {
        List<byte[]> fetched = new ArrayList<>();
        for (int document = 0; document < MOST_DOCUMENTS; document++) {
            ChainInspection inspection = inspector.inspect(presentedDer, fetched, expectedName, now);
            List<byte[]> found = openEnd(inspection)
                    .map(address -> fetch(address, downloads))
                    .orElse(List.of());
            if (found.isEmpty()) {
                return fetched;
            }
            fetched.addAll(found);
        }
        return fetched;
    }

    /**
     * @return the addresses of the issuer of the path's end; empty for a path that is trusted or ends in a self-signed
     * certificate
     */
    private static Optional<URI> openEnd(ChainInspection inspection) {
        boolean isOpen = inspection.trustedBy().isEmpty()
                && !inspection.encoded().isEmpty()
                && inspection.path().getLast().role() != Role.ROOT
                && inspection.problems().stream().noneMatch(ChainProblem.SelfSigned.class::isInstance);
        return isOpen
                ? CertificatePointers.of(inspection.encoded().getLast()).issuerCertificates().stream()
                        .findFirst()
                : Optional.empty();
    }

    private static List<byte[]> fetch(URI address, Downloads downloads) {
        try {
            byte[] document = downloads.get(address, LARGEST_DOCUMENT);
            List<byte[]> certificates = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(document))) {
                if (certificates.size() < MOST_CERTIFICATES) {
                    certificates.add(certificate.getEncoded());
                }
            }
            return certificates;
        } catch (DownloadFailedException
                | CertificateException
                | RuntimeException
                | StackOverflowError nothingToBeHad) {
            return List.of();
        }
    }
}
