package dev.handshakefleet.certificate.revocation;

import java.time.Instant;
import java.util.Optional;

/** The revocation status of a certificate. */
public sealed interface Revocation {

    /** Where an answer came from. */
    enum Source {
        /** An OCSP response that the server sent in the handshake (RFC 6066, 8). */
        STAPLE,
        /** The OCSP responder that the certificate names (RFC 6960). */
        OCSP,
        /** The certificate revocation list that the certificate names (RFC 5280, 5). */
        CRL
    }

    /** @return the source of this status */
    Source source();

    /**
     * The certificate is good.
     *
     * @param source the source of the status
     * @param thisUpdate the instant of the status
     * @param nextUpdate until when it may be relied upon; empty where the answer does not say
     */
    record Good(Source source, Instant thisUpdate, Optional<Instant> nextUpdate) implements Revocation {}

    /**
     * The certificate is revoked.
     *
     * @param source the source of the status
     * @param at the instant of the revocation
     * @param reason as RFC 5280 (5.3.1) names it, such as {@code keyCompromise}; {@code unspecified} where none is
     *     given
     * @param nextUpdate until when the answer may be relied upon; empty where it does not say
     */
    record Revoked(Source source, Instant at, String reason, Optional<Instant> nextUpdate) implements Revocation {}

    /**
     * An answer was due and no reliable one came.
     *
     * @param source the source that was asked
     * @param why the end of a sentence, fit to be shown
     */
    record Unknown(Source source, String why) implements Revocation {}
}
