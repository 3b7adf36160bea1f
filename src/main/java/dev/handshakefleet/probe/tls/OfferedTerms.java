package dev.handshakefleet.probe.tls;

import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import dev.handshakefleet.target.TlsOffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsUtils;

/**
 * What a ClientHello offers, as Bouncy Castle wants it said.
 *
 * @param versions newest first
 * @param suites preferred first; only such as one of the versions can use
 * @param groups preferred first
 * @param keyShares the groups with a key share in the first ClientHello
 * @param protocols for ALPN; none sends no such extension
 */
record OfferedTerms(
        List<ProtocolVersion> versions,
        List<Integer> suites,
        List<Integer> groups,
        List<Integer> keyShares,
        List<ProtocolName> protocols) {

    private static final int MOST_KEY_SHARES = 2;

    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA");

    /** Besides, where TLS 1.1 or older is asked for: servers that old may know nothing better. */
    private static final List<String> OLD_SUITES = List.of(
            "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_RSA_WITH_3DES_EDE_CBC_SHA");

    private static final List<Integer> CLASSIC_GROUPS = List.of(
            NamedGroup.x25519,
            NamedGroup.secp256r1,
            NamedGroup.secp384r1,
            NamedGroup.secp521r1,
            NamedGroup.ffdhe2048,
            NamedGroup.ffdhe3072);

    OfferedTerms {
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
        keyShares = List.copyOf(keyShares);
        protocols = List.copyOf(protocols);
    }

    /**
     * @throws IllegalArgumentException for a name that is none; whoever reads targets has refused it before
     */
    static OfferedTerms of(TlsOffer offer) {
        List<ProtocolVersion> versions = versions(offer);
        List<Integer> groups = groups(offer, versions);
        return new OfferedTerms(
                versions,
                suites(offer, versions),
                groups,
                versions.contains(ProtocolVersion.TLSv13) ? keyShares(offer, groups) : List.of(),
                protocols(offer));
    }

    private static List<ProtocolVersion> versions(TlsOffer offer) {
        Map<String, ProtocolVersion> known = Map.of(
                "TLSv1.0", ProtocolVersion.TLSv10,
                "TLSv1.1", ProtocolVersion.TLSv11,
                "TLSv1.2", ProtocolVersion.TLSv12,
                "TLSv1.3", ProtocolVersion.TLSv13);
        List<String> names = offer.versions().isEmpty() ? List.of("TLSv1.3", "TLSv1.2") : offer.versions();
        return names.stream()
                .map(name -> required("version", name, known.get(name)))
                .sorted(Comparator.comparingInt(ProtocolVersion::getMinorVersion)
                        .reversed())
                .toList();
    }

    private static List<Integer> suites(TlsOffer offer, List<ProtocolVersion> versions) {
        boolean isOld = versions.stream().anyMatch(ProtocolVersion.TLSv11::isEqualOrLaterVersionOf);
        List<String> names =
                isOld ? Stream.concat(SUITES.stream(), OLD_SUITES.stream()).toList() : SUITES;
        return (offer.ciphers().isEmpty() ? names : offer.ciphers())
                .stream()
                        .map(name ->
                                required("cipher", name, CipherSuites.code(name).orElse(null)))
                        .filter(suite -> versions.stream()
                                .anyMatch(version -> TlsUtils.isValidVersionForCipherSuite(suite, version)))
                        .toList();
    }

    private static List<Integer> groups(TlsOffer offer, List<ProtocolVersion> versions) {
        if (!offer.groups().isEmpty()) {
            return offer.groups().stream()
                    .map(name -> required("group", name, NamedGroups.code(name).orElse(null)))
                    .toList();
        }
        boolean isPostQuantum =
                offer.profile() == TlsOffer.Profile.BROWSER && versions.contains(ProtocolVersion.TLSv13);
        return isPostQuantum
                ? Stream.concat(Stream.of(NamedGroup.X25519MLKEM768), CLASSIC_GROUPS.stream())
                        .toList()
                : CLASSIC_GROUPS;
    }

    /** A browser sends two where one of them is post-quantum, else one. */
    private static List<Integer> keyShares(TlsOffer offer, List<Integer> groups) {
        boolean isClassic = offer.groups().isEmpty() && !groups.contains(NamedGroup.X25519MLKEM768);
        return groups.stream().limit(isClassic ? 1 : MOST_KEY_SHARES).toList();
    }

    private static List<ProtocolName> protocols(TlsOffer offer) {
        return offer.alpn()
                .map(names -> names.stream()
                        .map(name -> ProtocolName.asRawBytes(name.getBytes(StandardCharsets.UTF_8)))
                        .toList())
                .orElseGet(() -> List.of(ProtocolName.HTTP_2_TLS, ProtocolName.HTTP_1_1));
    }

    private static <T> T required(String kind, String name, T known) {
        if (known == null) {
            throw new IllegalArgumentException(kind.toLowerCase(Locale.ROOT) + ": " + name + " cannot be offered");
        }
        return known;
    }
}
