package dev.handshakefleet.probe.tls;

import dev.handshakefleet.local.server.KeyKind;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a server of any kind, in the names of the registries; each kind has its own syntax for them.
 *
 * @param version the only one that it speaks
 * @param key of its certificate
 * @param suite the only one that it accepts; empty for its default
 * @param group the only one that it accepts; empty for its default
 * @param demand whether it requests a certificate of ours
 * @param protocols of ALPN, preferred first; empty for none
 */
record PeerSettings(
        String version,
        KeyKind key,
        Optional<String> suite,
        Optional<String> group,
        Demand demand,
        List<String> protocols) {

    /** How much a server wants a certificate of the client. */
    enum Demand {
        NONE,
        WISH,
        MUST
    }

    static PeerSettings speaking(String version) {
        return new PeerSettings(version, KeyKind.RSA_2048, Optional.empty(), Optional.empty(), Demand.NONE, List.of());
    }

    PeerSettings with(KeyKind otherKey) {
        return new PeerSettings(version, otherKey, suite, group, demand, protocols);
    }

    PeerSettings onlySuite(String onlySuite) {
        return new PeerSettings(version, key, Optional.of(onlySuite), group, demand, protocols);
    }

    PeerSettings onlyGroup(String onlyGroup) {
        return new PeerSettings(version, key, suite, Optional.of(onlyGroup), demand, protocols);
    }

    PeerSettings demanding(Demand certificate) {
        return new PeerSettings(version, key, suite, group, certificate, protocols);
    }

    PeerSettings announcing(String... names) {
        return new PeerSettings(version, key, suite, group, demand, List.of(names));
    }

    boolean is13() {
        return version.equals("TLSv1.3");
    }

    /** TLS 1.0 or 1.1: OpenSSL and GnuTLS speak it only where weak settings are allowed. */
    boolean isOld() {
        return version.equals("TLSv1.0") || version.equals("TLSv1.1");
    }

    /**
     * The suite of TLS 1.2 by OpenSSL's name: {@code ECDHE-RSA-AES128-GCM-SHA256}; suites of TLS 1.3 have the same names in both.
     */
    static String inOpenssl(String suite) {
        return suite.startsWith("TLS_AES") || suite.startsWith("TLS_CHACHA20")
                ? suite
                : suite.replace("TLS_RSA_WITH_AES_", "AES")
                        .replace("TLS_", "")
                        .replace("_WITH_AES_", "-AES")
                        .replace("_WITH_", "-")
                        .replace("_CBC", "")
                        .replace("POLY1305_SHA256", "POLY1305")
                        .replace('_', '-');
    }

    /** The group by OpenSSL's name. */
    static String groupInOpenssl(String group) {
        return switch (group) {
            case "x25519" -> "X25519";
            case "secp256r1" -> "P-256";
            case "secp384r1" -> "P-384";
            default -> group;
        };
    }
}
