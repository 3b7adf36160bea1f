package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;

/**
 * Whom to ask whether a certificate was revoked. A stapled answer is read in any case; this is about what is fetched.
 *
 * @param ocsp whether the OCSP responder that the certificate names is asked
 * @param crl whether the revocation list that the certificate names is fetched, where OCSP gave no answer
 * @param nonce whether a question by OCSP carries a nonce (RFC 9654), so that an answer can be known to be fresh; not all
 *     responders heed it, and those that do answer more slowly
 * @param required whether a certificate that names none of the wanted sources is reported
 */
public record RevocationPolicy(boolean ocsp, boolean crl, boolean nonce, boolean required) {

    /** Nobody is asked. */
    public static final RevocationPolicy OFF = new RevocationPolicy(false, false, false, false);

    /** @throws BadInputException for a nonce without OCSP, and for an answer required of nobody */
    public RevocationPolicy {
        if (nonce && !ocsp) {
            throw new BadInputException("revocation.nonce", true, "true together with ocsp: true only");
        }
        if (required && !ocsp && !crl) {
            throw new BadInputException("revocation.required", true, "true together with ocsp: true or crl: true only");
        }
    }

    /** @return whether nobody is asked */
    public boolean isOff() {
        return !ocsp && !crl;
    }
}
