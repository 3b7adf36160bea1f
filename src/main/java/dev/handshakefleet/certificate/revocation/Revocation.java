package dev.handshakefleet.certificate.revocation;

import java.time.Instant;
import java.util.Optional;

/** What is known of whether a certificate was revoked before it expires. */
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

    /** @return where this is known from */
    Source source();

    /**
     * Its authority vouches for it.
     *
     * @param source who said so
     * @param thisUpdate when it was true
     * @param nextUpdate until when it may be relied upon; empty where the answer does not say
     */
    record Good(Source source, Instant thisUpdate, Optional<Instant> nextUpdate) implements Revocation {}

    /**
     * Its authority took it back.
     *
     * @param source who said so
     * @param at since when
     * @param reason as RFC 5280 (5.3.1) names it, such as {@code keyCompromise}; {@code unspecified} where none is given
     * @param nextUpdate until when the answer may be relied upon; empty where it does not say
     */
    record Revoked(Source source, Instant at, String reason, Optional<Instant> nextUpdate) implements Revocation {}

    /**
     * An answer was owed and none came that can be relied upon.
     *
     * @param source who should have said
     * @param why the end of a sentence, fit to be shown
     */
    record Unknown(Source source, String why) implements Revocation {}
}
