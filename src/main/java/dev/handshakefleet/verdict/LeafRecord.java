package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.CertificateFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A leaf that a target served, as it was at its first appearance.
 *
 * @param sha256 fingerprint of the certificate, lower-case hexadecimal
 * @param keySha256 fingerprint of its key, lower-case hexadecimal
 * @param issuer distinguished name, ready to be shown
 * @param subject distinguished name, ready to be shown
 * @param notBefore first instant of its validity
 * @param notAfter last instant of its validity
 * @param firstSeen its first appearance, in any region
 * @param region from where that was
 * @param address which address of the target served it then; empty where that is not known
 * @param replaced fingerprint of the leaf that it took the place of; empty for the first ones of a target
 */
public record LeafRecord(
        String sha256,
        String keySha256,
        String issuer,
        String subject,
        Instant notBefore,
        Instant notAfter,
        Instant firstSeen,
        String region,
        Optional<String> address,
        Optional<String> replaced) {

    /** The newest first; those of one instant in the order of their fingerprints, so that the order is always the same. */
    public static final Comparator<LeafRecord> NEWEST_FIRST =
            Comparator.comparing(LeafRecord::firstSeen).reversed().thenComparing(LeafRecord::sha256);

    public LeafRecord {
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(keySha256, "keySha256");
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(firstSeen, "firstSeen");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(replaced, "replaced");
    }

    /**
     * A leaf that is not among those known of its target.
     *
     * @param leaf what was served
     * @param firstSeen now
     * @param region the region of the run
     * @param address which address served it
     * @param known the earlier leaves; empty for a new target
     */
    public static LeafRecord atFirstSight(
            CertificateFacts leaf, Instant firstSeen, String region, Optional<String> address, List<LeafRecord> known) {
        return builder()
                .sha256(leaf.sha256())
                .keySha256(leaf.keySha256())
                .issuer(leaf.issuer())
                .subject(leaf.subject())
                .notBefore(leaf.notBefore())
                .notAfter(leaf.notAfter())
                .firstSeen(firstSeen)
                .region(region)
                .address(address)
                .replaced(predecessor(address, known).map(LeafRecord::sha256))
                .build();
    }

    /**
     * The leaf whose place a new one most likely takes: one that nothing has replaced yet; where several are in use, one of
     * the same address, so that nodes with certificates of their own are not taken for each other; else the newest.
     */
    private static Optional<LeafRecord> predecessor(Optional<String> address, List<LeafRecord> known) {
        Set<String> gone =
                known.stream().flatMap(leaf -> leaf.replaced().stream()).collect(Collectors.toUnmodifiableSet());
        Comparator<LeafRecord> sameAddressFirst = Comparator.comparing(
                leaf -> !(leaf.address().isPresent() && leaf.address().equals(address)));
        return known.stream()
                .filter(leaf -> !gone.contains(leaf.sha256()))
                .min(sameAddressFirst.thenComparing(NEWEST_FIRST));
    }

    /** @return a builder with nothing set */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder that holds the components of this record */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.sha256 = sha256;
        builder.keySha256 = keySha256;
        builder.issuer = issuer;
        builder.subject = subject;
        builder.notBefore = notBefore;
        builder.notAfter = notAfter;
        builder.firstSeen = firstSeen;
        builder.region = region;
        builder.address = address;
        builder.replaced = replaced;
        return builder;
    }

    /**
     * Builds a {@link LeafRecord}, one component at a time. What is not given is empty, false or zero; a component that has no such
     * value must be given. Used by one thread.
     */
    public static final class Builder {

        private String sha256;
        private String keySha256;
        private String issuer;
        private String subject;
        private Instant notBefore;
        private Instant notAfter;
        private Instant firstSeen;
        private String region;
        private Optional<String> address = Optional.empty();
        private Optional<String> replaced = Optional.empty();

        private Builder() {}

        public Builder sha256(String value) {
            sha256 = value;
            return this;
        }

        public Builder keySha256(String value) {
            keySha256 = value;
            return this;
        }

        public Builder issuer(String value) {
            issuer = value;
            return this;
        }

        public Builder subject(String value) {
            subject = value;
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

        public Builder firstSeen(Instant value) {
            firstSeen = value;
            return this;
        }

        public Builder region(String value) {
            region = value;
            return this;
        }

        public Builder address(Optional<String> value) {
            address = value;
            return this;
        }

        public Builder replaced(Optional<String> value) {
            replaced = value;
            return this;
        }

        /** @throws NullPointerException when a component is missing */
        public LeafRecord build() {
            return new LeafRecord(
                    sha256, keySha256, issuer, subject, notBefore, notAfter, firstSeen, region, address, replaced);
        }
    }
}
