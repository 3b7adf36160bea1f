package dev.handshakefleet.certificate.revocation;

import java.security.cert.CRLReason;

/** The names of RFC 5280 (5.3.1) for the reason of a revocation. */
final class RevocationReason {

    private static final CRLReason[] BY_NUMBER = CRLReason.values();

    private RevocationReason() {}

    /** @return the name for a number from the wire; {@code unspecified} for an unassigned one */
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
