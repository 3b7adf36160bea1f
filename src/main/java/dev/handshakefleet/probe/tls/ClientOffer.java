package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import dev.handshakefleet.target.SignatureSchemes;
import dev.handshakefleet.target.TlsOffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The contents of a ClientHello as protocol numbers. The parts are consistent: each suite and group fits one of the
 * versions, and each version has a suite (TLS 1.3 also a group) that fits it. Immutable.
 *
 * @param versions {@code TLSv1.0} to {@code TLSv1.3}, the newest first; never empty
 * @param suites cipher suites, preferred first; never empty
 * @param groups key exchange groups, preferred first
 * @param keyShares the groups with a key share, in the order of {@code groups}; none without TLS 1.3
 * @param protocols ALPN protocols, preferred first; empty if the extension is not sent
 * @param offersEncryptThenMac whether encrypt-then-MAC (RFC 7366) is offered. It is meant for CBC suites. OpenSSL also
 *     agrees to it for suites without encryption, and our engine treats that as an error
 * @param signatures signature schemes that a server may sign with, preferred first
 */
record ClientOffer(
        List<String> versions,
        List<Integer> suites,
        List<Integer> groups,
        List<Integer> keyShares,
        List<String> protocols,
        boolean offersEncryptThenMac,
        List<Integer> signatures) {

    static final String TLS_13 = "TLSv1.3";

    private static final List<String> ALL_VERSIONS = List.of(TLS_13, "TLSv1.2", "TLSv1.1", "TLSv1.0");
    private static final List<String> CURRENT_VERSIONS = List.of(TLS_13, "TLSv1.2");
    private static final List<String> CURRENT_PROTOCOLS = List.of("h2", "http/1.1");
    private static final int MOST_KEY_SHARES = 2;
    private static final int KEY_SHARES_OF_CLASSIC = 1;

    private static final List<String> CURRENT_SUITES = List.of(
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

    /** Offered in addition if the target asks for a version that only old servers still use. */
    private static final List<String> SUITES_OF_OLD_SERVERS = List.of(
            "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_RSA_WITH_3DES_EDE_CBC_SHA");

    /**
     * All finite-field groups of the registry: a server that knows these names uses only the groups that are offered.
     */
    private static final List<String> CLASSIC_GROUPS = List.of(
            "x25519",
            "secp256r1",
            "secp384r1",
            "secp521r1",
            "ffdhe2048",
            "ffdhe3072",
            "ffdhe4096",
            "ffdhe6144",
            "ffdhe8192");

    private static final List<String> CURRENT_GROUPS =
            Stream.concat(Stream.of("X25519MLKEM768"), CLASSIC_GROUPS.stream()).toList();

    /** The offer of nearly all targets, built once: looking up all names takes a twentieth of a probe. */
    private static final Map<TlsOffer, ClientOffer> ORDINARY = Arrays.stream(TlsOffer.Profile.values())
            .flatMap(profile -> Stream.of(Optional.<List<String>>empty(), Optional.of(List.<String>of()))
                    .map(alpn -> new TlsOffer(profile, List.of(), List.of(), List.of(), alpn)))
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ClientOffer::putTogether));

    ClientOffer {
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
        keyShares = List.copyOf(keyShares);
        protocols = List.copyOf(protocols);
        signatures = List.copyOf(signatures);
    }

    /**
     * Builds the offer of a target.
     *
     * @return the offer
     * @throws BadInputException if the target names an unknown version, suite, group or signature scheme, or a
     *     combination that does not fit together
     */
    static ClientOffer of(TlsOffer offer) {
        ClientOffer ordinary = ORDINARY.get(offer);
        return ordinary == null ? putTogether(offer) : ordinary;
    }

    private static ClientOffer putTogether(TlsOffer offer) {
        List<String> requested = versionsOf(offer);
        if (!offer.signatures().isEmpty()
                && requested.stream().noneMatch(version -> anySigns(offer.signatures(), version))) {
            throw new BadInputException(
                    "tls.signatures", offer.signatures().toString(), "a scheme for " + String.join(" or ", requested));
        }
        List<String> suites = offer.ciphers().isEmpty()
                ? suitesSignedBy(offer.signatures(), suitesOfProfile(requested))
                : offer.ciphers();
        List<String> groups = offer.groups().isEmpty() ? groupsOfProfile(offer.profile()) : offer.groups();
        List<Integer> suiteCodes = codes("tls.ciphers", suites, CipherSuites::code, CipherSuites::versions, requested);
        List<Integer> groupCodes = codes("tls.groups", groups, NamedGroups::code, NamedGroups::versions, requested);
        List<Integer> keyShares =
                codes("tls.groups", groups, NamedGroups::code, NamedGroups::versions, List.of(TLS_13)).stream()
                        .limit(requested.contains(TLS_13) ? mostKeyShares(offer) : 0)
                        .toList();
        List<String> versions = requested.stream()
                .filter(version -> suites.stream()
                        .anyMatch(suite -> CipherSuites.versions(suite).contains(version)))
                .filter(version -> !version.equals(TLS_13) || !keyShares.isEmpty())
                .filter(version -> offer.signatures().isEmpty() || anySigns(offer.signatures(), version))
                .toList();
        if (versions.isEmpty()) {
            throw new BadInputException(
                    "tls",
                    requested + " with " + suites + " and " + groups,
                    "versions, ciphers, groups and signatures that fit together");
        }
        return versions.equals(requested)
                ? new ClientOffer(
                        versions,
                        suiteCodes,
                        groupCodes,
                        keyShares,
                        offer.alpn().orElse(CURRENT_PROTOCOLS),
                        anyNamed("_CBC_", suiteCodes) && !anyNamed("_NULL_", suiteCodes),
                        signatures(offer, versions))
                : putTogether(offer.withVersions(versions));
    }

    /** A client without post-quantum groups, such as Chrome 120 or Go 1.22, sends X25519 alone. */
    private static int mostKeyShares(TlsOffer offer) {
        return offer.profile() == TlsOffer.Profile.CLASSIC && offer.groups().isEmpty()
                ? KEY_SHARES_OF_CLASSIC
                : MOST_KEY_SHARES;
    }

    private static List<Integer> signatures(TlsOffer offer, List<String> versions) {
        return offer.signatures().isEmpty()
                ? AcceptedSignatures.ALL
                : codes(
                        "tls.signatures",
                        offer.signatures(),
                        SignatureSchemes::code,
                        SignatureSchemes::versions,
                        versions);
    }

    private static boolean anySigns(List<String> signatures, String version) {
        return signatures.stream()
                .anyMatch(scheme -> SignatureSchemes.versions(scheme).contains(version));
    }

    /**
     * The suites in which a server signs with one of the schemes. A suite of TLS 1.3 leaves the signature open. Before, a suite
     * names it, and with static RSA ({@code TLS_RSA_…}) the server signs nothing.
     */
    private static List<String> suitesSignedBy(List<String> signatures, List<String> suites) {
        if (signatures.isEmpty()) {
            return suites;
        }
        Set<SignatureSchemes.Key> keys = signatures.stream()
                .flatMap(scheme -> SignatureSchemes.key(scheme).stream())
                .collect(Collectors.toSet());
        return suites.stream()
                .filter(suite -> CipherSuites.versions(suite).contains(TLS_13)
                        || (suite.contains("_ECDSA_") && keys.contains(SignatureSchemes.Key.EC))
                        || (suite.contains("DHE_RSA_") && keys.contains(SignatureSchemes.Key.RSA)))
                .toList();
    }

    boolean offers13() {
        return versions.contains(TLS_13);
    }

    boolean offersOlderThan13() {
        return !versions.getLast().equals(TLS_13);
    }

    private static boolean anyNamed(String part, List<Integer> suites) {
        return suites.stream()
                .flatMap(suite -> CipherSuites.name(suite).stream())
                .anyMatch(name -> name.contains(part));
    }

    private static List<String> versionsOf(TlsOffer offer) {
        for (String version : offer.versions()) {
            if (!ALL_VERSIONS.contains(version)) {
                throw new BadInputException("tls.versions", version, String.join(", ", ALL_VERSIONS));
            }
        }
        return offer.versions().isEmpty()
                ? CURRENT_VERSIONS
                : ALL_VERSIONS.stream().filter(offer.versions()::contains).toList();
    }

    private static List<String> suitesOfProfile(List<String> versions) {
        boolean forOldServers = versions.contains("TLSv1.0") || versions.contains("TLSv1.1");
        return forOldServers
                ? Stream.concat(CURRENT_SUITES.stream(), SUITES_OF_OLD_SERVERS.stream())
                        .toList()
                : CURRENT_SUITES;
    }

    private static List<String> groupsOfProfile(TlsOffer.Profile profile) {
        return switch (profile) {
            case BROWSER -> CURRENT_GROUPS;
            case CLASSIC -> CLASSIC_GROUPS;
        };
    }

    /** The numbers of the entries that fit one of the versions. */
    private static List<Integer> codes(
            String field,
            List<String> names,
            Function<String, Optional<Integer>> code,
            Function<String, List<String>> fits,
            List<String> versions) {
        List<Integer> codes = new ArrayList<>();
        for (String name : names) {
            int number = code.apply(name)
                    .orElseThrow(() -> new BadInputException(field, name, "a name of the IANA registry"));
            if (fits.apply(name).stream().anyMatch(versions::contains) && !codes.contains(number)) {
                codes.add(number);
            }
        }
        return codes;
    }
}
