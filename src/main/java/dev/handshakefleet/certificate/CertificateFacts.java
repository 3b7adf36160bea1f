package dev.handshakefleet.certificate;

import dev.handshakefleet.base.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * The contents of a certificate, ready to be shown. Texts from the wire carry no control characters and are bounded in
 * length.
 *
 * @param role its place in the path
 * @param sent whether the server sent it ({@code false}: the trust store supplied it)
 * @param subject distinguished name (RFC 4514), at most 200 characters
 * @param issuer distinguished name (RFC 4514), at most 200 characters
 * @param serial serial number in lower-case hexadecimal, even number of digits, at most 64
 * @param sha256 fingerprint of the DER encoding, lower-case hexadecimal
 * @param keySha256 fingerprint of the key (SubjectPublicKeyInfo, DER), lower-case hexadecimal: it stays the same when
 *     the certificate is renewed with the same key
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
        return toBuilder().role(otherRole).sent(wasSent).build();
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

    /** @return days from {@code now} until it expires, rounded down: an hour before expiry 0, an hour after it -1 */
    public long daysLeft(Instant now) {
        return Math.floorDiv(secondsLeft(now), Duration.ofDays(1).toSeconds());
    }

    /** @return the subject; of a certificate without one its first name, and without names the beginning of its SHA-256 */
    public String displayName() {
        return subject.isEmpty()
                ? names.stream().findFirst().orElse("SHA-256 " + Fingerprint.shortened(sha256))
                : subject;
    }

    /** @return the share of its lifetime that is left, 0 to 1 */
    public double lifetimeLeft(Instant now) {
        double share = (double) secondsLeft(now) / Math.max(1, lifetime().toSeconds());
        return Math.clamp(share, 0.0, 1.0);
    }

    private long secondsLeft(Instant now) {
        return Duration.between(now.truncatedTo(ChronoUnit.SECONDS), notAfter).toSeconds();
    }

    /** @return a builder with nothing set */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder that holds the components of this record */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.role = role;
        builder.sent = sent;
        builder.subject = subject;
        builder.issuer = issuer;
        builder.serial = serial;
        builder.sha256 = sha256;
        builder.keySha256 = keySha256;
        builder.notBefore = notBefore;
        builder.notAfter = notAfter;
        builder.key = key;
        builder.signature = signature;
        builder.names = names;
        return builder;
    }

    /**
     * Builds a {@link CertificateFacts}, one component at a time. What is not given is empty, false or zero; a
     * component that has no such
     * value must be given. Used by one thread.
     */
    public static final class Builder {

        private Role role;
        private boolean sent;
        private String subject;
        private String issuer;
        private String serial;
        private String sha256;
        private String keySha256;
        private Instant notBefore;
        private Instant notAfter;
        private String key;
        private String signature;
        private List<String> names = List.of();

        private Builder() {}

        public Builder role(Role value) {
            role = value;
            return this;
        }

        public Builder sent(boolean value) {
            sent = value;
            return this;
        }

        public Builder subject(String value) {
            subject = value;
            return this;
        }

        public Builder issuer(String value) {
            issuer = value;
            return this;
        }

        public Builder serial(String value) {
            serial = value;
            return this;
        }

        public Builder sha256(String value) {
            sha256 = value;
            return this;
        }

        public Builder keySha256(String value) {
            keySha256 = value;
            return this;
        }

        public Builder notBefore(Instant value) {
            notBefore = value;
            return this;
        }

        public Builder notAfter(Instant value) {
            notAfter = value;
            return this;
        }

        public Builder key(String value) {
            key = value;
            return this;
        }

        public Builder signature(String value) {
            signature = value;
            return this;
        }

        public Builder names(List<String> value) {
            names = value;
            return this;
        }

        /** @throws NullPointerException when a component is missing */
        public CertificateFacts build() {
            return new CertificateFacts(
                    role, sent, subject, issuer, serial, sha256, keySha256, notBefore, notAfter, key, signature, names);
        }
    }
}
