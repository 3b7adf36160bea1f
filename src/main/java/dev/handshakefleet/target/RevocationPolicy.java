package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;

/**
 * The sources that are asked whether a certificate was revoked. A stapled answer is read in any case.
 *
 * @param ocsp whether the OCSP responder that the certificate names is asked
 * @param crl whether the revocation list that the certificate names is fetched, where OCSP gave no answer
 * @param nonce whether an OCSP request carries a nonce (RFC 9654), which proves that an answer is fresh; not all
 *     responders support it, and those that do answer more slowly
 * @param required whether a certificate that names none of the wanted sources is reported
 */
public record RevocationPolicy(boolean ocsp, boolean crl, boolean nonce, boolean required) {

    /** No source is asked. */
    public static final RevocationPolicy OFF = new RevocationPolicy(false, false, false, false);

    /** @throws BadInputException for a nonce without OCSP, and for a required answer without a source */
    public RevocationPolicy {
        if (nonce && !ocsp) {
            throw new BadInputException("revocation.nonce", true, "true together with ocsp: true only");
        }
        if (required && !ocsp && !crl) {
            throw new BadInputException("revocation.required", true, "true together with ocsp: true or crl: true only");
        }
    }

    /** @return whether no source is asked */
    public boolean isOff() {
        return !ocsp && !crl;
    }
}
