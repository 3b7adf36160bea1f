package dev.handshakefleet.certificate.revocation;

import dev.handshakefleet.base.SafeText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.PKIXReason;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the validator's refusal of an answer into a sentence. Its reason codes are few and its messages say more, so
 * this class knows the messages of JDK 25 and passes on any other as it is.
 */
final class RefusalReason {

    private static final int LONGEST_MESSAGE = 160;
    private static final String SIGNATURE =
            "its signature is neither by the issuer nor by a responder that the issuer named";

    private static final String OUT_OF_DATE = "Response is unreliable: its validity interval is out-of-date";

    private static final Map<String, String> BY_MESSAGE = Map.of(
            "Unable to verify OCSP Response's signature",
            SIGNATURE,
            "Error verifying OCSP Response's signature",
            SIGNATURE,
            "Responder's certificate is not authorized to sign OCSP responses",
            SIGNATURE,
            "Responder's certificate not valid for signing OCSP responses",
            "the certificate of its responder is not for signing OCSP responses",
            "Responder's certificate not within the validity period",
            "the certificate of its responder was not valid at that time",
            "Nonces don't match",
            "it does not carry the nonce of the request",
            OUT_OF_DATE,
            "a part of it is out of date",
            "Certificate's revocation status is unknown",
            "the responder does not know the certificate",
            "Could not determine revocation status",
            "it does not cover the certificate, or not all reasons");

    private static final Map<Reason, String> BY_REASON = Map.of(
            BasicReason.EXPIRED, "the certificate itself was not valid at that time",
            BasicReason.NOT_YET_VALID, "the certificate itself was not valid at that time",
            BasicReason.INVALID_SIGNATURE, "the certificate itself is not signed by its issuer",
            PKIXReason.NO_TRUST_ANCHOR, "the certificate itself is not by that issuer",
            PKIXReason.NAME_CHAINING, "the certificate itself is not by that issuer");

    private RefusalReason() {}

    /** @return whether the dates of the answer, or of another one beside it, are the reason */
    static boolean isAboutDates(CertPathValidatorException refusal) {
        return OUT_OF_DATE.equals(refusal.getMessage());
    }

    static String of(CertPathValidatorException refusal) {
        String message = Optional.ofNullable(refusal.getMessage()).orElse("");
        if (BY_REASON.containsKey(refusal.getReason())) {
            return BY_REASON.get(refusal.getReason());
        }
        if (BY_MESSAGE.containsKey(message)) {
            return BY_MESSAGE.get(message);
        }
        String shown = SafeText.line(message, LONGEST_MESSAGE);
        if (refusal.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
            return "a key or a signature is too weak: " + shown;
        }
        return switch (refusal.getCause()) {
            case IOException unreadable -> "it cannot be read";
            case GeneralSecurityException notVerifiable -> "its signature cannot be verified: " + shown;
            case null, default -> "the validator refuses it: " + shown;
        };
    }
}
