package dev.handshakefleet.certificate.revocation;

import java.security.cert.CRLReason;

/** The words of RFC 5280 (5.3.1) for why a certificate was revoked. */
final class RevocationReason {

    private static final CRLReason[] BY_NUMBER = CRLReason.values();

    private RevocationReason() {}

    /** @return the word for a number from the wire; {@code unspecified} for one that is not assigned */
    static String label(int number) {
        return number >= 0 && number < BY_NUMBER.length ? label(BY_NUMBER[number]) : label(CRLReason.UNSPECIFIED);
    }

    static String label(CRLReason reason) {
        return switch (reason) {
            case UNSPECIFIED, UNUSED -> "unspecified";
            case KEY_COMPROMISE -> "keyCompromise";
            case CA_COMPROMISE -> "cACompromise";
            case AFFILIATION_CHANGED -> "affiliationChanged";
            case SUPERSEDED -> "superseded";
            case CESSATION_OF_OPERATION -> "cessationOfOperation";
            case CERTIFICATE_HOLD -> "certificateHold";
            case REMOVE_FROM_CRL -> "removeFromCRL";
            case PRIVILEGE_WITHDRAWN -> "privilegeWithdrawn";
            case AA_COMPROMISE -> "aACompromise";
        };
    }
}
