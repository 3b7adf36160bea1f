package dev.handshakefleet.target;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The offer of the ClientHello. An empty list stands for the offer of the profile.
 *
 * @param profile the client that the ClientHello resembles
 * @param versions {@code TLSv1.0} to {@code TLSv1.3}
 * @param ciphers IANA names of cipher suites, preferred first
 * @param groups IANA names of key exchange groups, preferred first; the first two of a written list have a key share each
 * @param alpn protocols (RFC 7301), preferred first; empty where the profile decides, a present empty list sends none
 * @param sni whether the server name is sent (RFC 6066, 3); an IP address is never sent
 * @param signatures IANA names of signature schemes, preferred first
 */
public record TlsOffer(
        Profile profile,
        List<String> versions,
        List<String> ciphers,
        List<String> groups,
        Optional<List<String>> alpn,
        boolean sni,
        List<String> signatures) {

    /** The client that the ClientHello resembles unless other settings say otherwise. */
    public enum Profile {
        /** A current browser: TLS 1.3 and 1.2, key shares for X25519MLKEM768 and X25519, ALPN h2 and http/1.1. */
        BROWSER,
        /** The same without post-quantum groups and with one key share, X25519: a ClientHello that fits into one segment. */
        CLASSIC;

        /** @return the name in targets, such as {@code browser} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The offer of a current browser. */
    public static final TlsOffer DEFAULT =
            new TlsOffer(Profile.BROWSER, List.of(), List.of(), List.of(), Optional.empty());

    public TlsOffer {
        Objects.requireNonNull(profile, "profile");
        versions = List.copyOf(versions);
        ciphers = List.copyOf(ciphers);
        groups = List.copyOf(groups);
        alpn = alpn.map(List::copyOf);
        signatures = List.copyOf(signatures);
    }

    /** An offer with the server name and the signature schemes of the profile. */
    public TlsOffer(
            Profile profile,
            List<String> versions,
            List<String> ciphers,
            List<String> groups,
            Optional<List<String>> alpn) {
        this(profile, versions, ciphers, groups, alpn, true, List.of());
    }

    /** The same offer like another client. */
    public TlsOffer withProfile(Profile other) {
        return new TlsOffer(other, versions, ciphers, groups, alpn, sni, signatures);
    }

    /** The same offer with other versions; an empty list stands for those of the profile. */
    public TlsOffer withVersions(List<String> others) {
        return new TlsOffer(profile, others, ciphers, groups, alpn, sni, signatures);
    }

    /** The same offer with other cipher suites; an empty list stands for those of the profile. */
    public TlsOffer withCiphers(List<String> others) {
        return new TlsOffer(profile, versions, others, groups, alpn, sni, signatures);
    }

    /** The same offer with other groups; an empty list stands for those of the profile. */
    public TlsOffer withGroups(List<String> others) {
        return new TlsOffer(profile, versions, ciphers, others, alpn, sni, signatures);
    }

    /** The same offer with other signature schemes; an empty list stands for those of the profile. */
    public TlsOffer withSignatures(List<String> others) {
        return new TlsOffer(profile, versions, ciphers, groups, alpn, sni, others);
    }

    /** The same offer without ALPN. */
    public TlsOffer withoutAlpn() {
        return new TlsOffer(profile, versions, ciphers, groups, Optional.of(List.of()), sni, signatures);
    }

    /** The same offer without a server name. */
    public TlsOffer withoutSni() {
        return new TlsOffer(profile, versions, ciphers, groups, alpn, false, signatures);
    }
}
