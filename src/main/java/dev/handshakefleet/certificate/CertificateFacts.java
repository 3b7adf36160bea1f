package dev.handshakefleet.certificate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * What a certificate says of itself, ready to be shown: texts from the wire carry no control characters and are bounded
 * in length.
 *
 * @param role its place in the path
 * @param sent whether the server sent it ({@code false}: the trust store supplied it)
 * @param subject distinguished name (RFC 4514), at most 200 characters
 * @param issuer distinguished name (RFC 4514), at most 200 characters
 * @param serial serial number in lower-case hexadecimal, even number of digits, at most 64
 * @param sha256 fingerprint of the DER encoding, lower-case hexadecimal
 * @param keySha256 fingerprint of the key (SubjectPublicKeyInfo, DER), lower-case hexadecimal: the same for as long as the
 *     key stays, however often its certificate is renewed
 * @param notBefore first instant of its validity
 * @param notAfter last instant of its validity (inclusive, RFC 5280, 4.1.2.5)
 * @param key algorithm and size, such as {@code RSA 2048} or {@code EC P-256}
 * @param signature algorithm that it was signed with, such as {@code SHA256withRSA}
 * @param names DNS names and IP addresses of its subject alternative name; at most 100
 */
public record CertificateFacts(
        Role role,
        boolean sent,
        String subject,
        String issuer,
        String serial,
        String sha256,
        String keySha256,
        Instant notBefore,
        Instant notAfter,
        String key,
        String signature,
        List<String> names) {

    public CertificateFacts {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
        names = List.copyOf(names);
    }

    /** @return the same certificate in another place */
    CertificateFacts as(Role otherRole, boolean wasSent) {
        return new CertificateFacts(
                otherRole, wasSent, subject, issuer, serial, sha256, keySha256, notBefore, notAfter, key, signature,
                names);
    }

    /** @return whether it is inside of its validity, both ends included to the second (RFC 5280, 4.1.2.5) */
    public boolean isValidAt(Instant now) {
        return !now.isBefore(notBefore) && !hasExpiredAt(now);
    }

    /** @return whether the last second of its validity has passed */
    public boolean hasExpiredAt(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).isAfter(notAfter);
    }

    /** @return the time from {@code notBefore} to {@code notAfter} */
    public Duration lifetime() {
        return Duration.between(notBefore, notAfter);
    }

    /** @return whole days from {@code now} until it expires; negative: whole days since it expired */
    public long daysLeft(Instant now) {
        return Duration.between(now, notAfter).toDays();
    }

    /** @return the share of its lifetime that is left, 0 to 1 */
    public double lifetimeLeft(Instant now) {
        double share = (double) Duration.between(now, notAfter).toSeconds()
                / Math.max(1, lifetime().toSeconds());
        return Math.clamp(share, 0.0, 1.0);
    }
}
