package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * The thresholds for a coming expiry. Without fixed days, they are a share of the certificate's own lifetime, because
 * fixed days do not suit certificates of 47 or of 6 days.
 *
 * @param leaf fixed days for the leaf, or empty for the share of its lifetime
 * @param authorities fixed days for intermediates and roots, or empty for the share of their lifetime
 * @param ari the directory of the ACME server (RFC 8555, 7.1.1) that gives renewal information (RFC 9773): an
 *     absolute https URI of at most 500 characters, with a host, without user information; empty if none is asked
 */
public record ExpiryPolicy(Optional<ExpiryDays> leaf, Optional<ExpiryDays> authorities, Optional<URI> ari) {

    /** Share of lifetime everywhere: less than 30 % left is a WARNING, less than a ninth CRITICAL. */
    public static final ExpiryPolicy BY_LIFETIME = new ExpiryPolicy(Optional.empty(), Optional.empty());

    public static final String ACCEPTED_ARI = "the https address of an ACME directory, such as"
            + " https://acme-v02.api.letsencrypt.org/directory, without user information, at most 500 characters";

    private static final int LONGEST_ARI = 500;

    /** @throws BadInputException for a directory that is no such URI */
    public ExpiryPolicy {
        Objects.requireNonNull(leaf, "leaf");
        Objects.requireNonNull(authorities, "authorities");
        if (!ari.map(ExpiryPolicy::isDirectory).orElse(true)) {
            throw new BadInputException("expiry.ari", ari.get(), ACCEPTED_ARI);
        }
    }

    /** A policy that asks for no renewal information. */
    public ExpiryPolicy(Optional<ExpiryDays> leaf, Optional<ExpiryDays> authorities) {
        this(leaf, authorities, Optional.empty());
    }

    private static boolean isDirectory(URI address) {
        return "https".equalsIgnoreCase(address.getScheme())
                && address.getHost() != null
                && !address.getHost().isEmpty()
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null
                && address.getPort() <= Target.HIGHEST_PORT
                && address.getPort() != 0
                && address.toString().length() <= LONGEST_ARI;
    }
}
