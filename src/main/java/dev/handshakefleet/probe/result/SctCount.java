package dev.handshakefleet.probe.result;

/**
 * How many Certificate Transparency logs signed a timestamp (RFC 6962) for a certificate, by where it came with; each log
 * counts once in each place.
 *
 * @param inCertificate embedded in the leaf
 * @param inStaple in the OCSP response that the server sent
 * @param inExtension in the TLS extension {@code signed_certificate_timestamp}
 */
public record SctCount(int inCertificate, int inStaple, int inExtension) {

    /** @return all of them; a log that signed in two places counts twice */
    public int total() {
        return inCertificate + inStaple + inExtension;
    }
}
