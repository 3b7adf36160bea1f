package dev.handshakefleet.probe.result;

/**
 * The number of Certificate Transparency logs whose signed certificate timestamp (RFC 6962) came with a certificate,
 * for each place. A log counts once in each place.
 *
 * @param inCertificate embedded in the leaf
 * @param inStaple in the stapled OCSP response
 * @param inExtension in the TLS extension {@code signed_certificate_timestamp}
 */
public record SctCount(int inCertificate, int inStaple, int inExtension) {

    /** @return the sum of all places; a log that appears in two places counts twice */
    public int total() {
        return inCertificate + inStaple + inExtension;
    }
}
