package dev.handshakefleet.target;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The cipher suites that our engine can negotiate, by their names in the IANA registry "TLS Cipher Suites". It leaves
 * out suites that need a pre-shared secret (PSK, SRP) or a static (EC)DH key in the certificate, RC4 and DES with 56
 * bits or less, which the engine does not support, and SM4, whose certificates it does not verify. Immutable.
 */
public final class CipherSuites {

    private static final List<String> VERSION_13 = List.of("TLSv1.3");
    private static final List<String> VERSION_12 = List.of("TLSv1.2");
    private static final List<String> UP_TO_12 = List.of("TLSv1.0", "TLSv1.1", "TLSv1.2");

    /** RFC 8446, RFC 9150 (without encryption). */
    private static final String SUITES_OF_13 = """
            1301 TLS_AES_128_GCM_SHA256
            1302 TLS_AES_256_GCM_SHA384
            1303 TLS_CHACHA20_POLY1305_SHA256
            1304 TLS_AES_128_CCM_SHA256
            1305 TLS_AES_128_CCM_8_SHA256
            C0B4 TLS_SHA256_SHA256
            C0B5 TLS_SHA384_SHA384
            """;

    /**
     * RFC 5246, 5288, 5289, 5932, 6209, 6367, 6655, 7251, 7905: authenticated encryption, and CBC or none with SHA-2.
     */
    private static final String SUITES_OF_12 = """
            003B TLS_RSA_WITH_NULL_SHA256
            003C TLS_RSA_WITH_AES_128_CBC_SHA256
            003D TLS_RSA_WITH_AES_256_CBC_SHA256
            0040 TLS_DHE_DSS_WITH_AES_128_CBC_SHA256
            0067 TLS_DHE_RSA_WITH_AES_128_CBC_SHA256
            006A TLS_DHE_DSS_WITH_AES_256_CBC_SHA256
            006B TLS_DHE_RSA_WITH_AES_256_CBC_SHA256
            006C TLS_DH_anon_WITH_AES_128_CBC_SHA256
            006D TLS_DH_anon_WITH_AES_256_CBC_SHA256
            009C TLS_RSA_WITH_AES_128_GCM_SHA256
            009D TLS_RSA_WITH_AES_256_GCM_SHA384
            009E TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
            009F TLS_DHE_RSA_WITH_AES_256_GCM_SHA384
            00A2 TLS_DHE_DSS_WITH_AES_128_GCM_SHA256
            00A3 TLS_DHE_DSS_WITH_AES_256_GCM_SHA384
            00A6 TLS_DH_anon_WITH_AES_128_GCM_SHA256
            00A7 TLS_DH_anon_WITH_AES_256_GCM_SHA384
            00BA TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256
            00BD TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA256
            00BE TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256
            00BF TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256
            00C0 TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256
            00C3 TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA256
            00C4 TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256
            00C5 TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256
            C023 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
            C024 TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
            C027 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256
            C028 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384
            C02B TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            C02C TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
            C02F TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            C030 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
            C03C TLS_RSA_WITH_ARIA_128_CBC_SHA256
            C03D TLS_RSA_WITH_ARIA_256_CBC_SHA384
            C042 TLS_DHE_DSS_WITH_ARIA_128_CBC_SHA256
            C043 TLS_DHE_DSS_WITH_ARIA_256_CBC_SHA384
            C044 TLS_DHE_RSA_WITH_ARIA_128_CBC_SHA256
            C045 TLS_DHE_RSA_WITH_ARIA_256_CBC_SHA384
            C046 TLS_DH_anon_WITH_ARIA_128_CBC_SHA256
            C047 TLS_DH_anon_WITH_ARIA_256_CBC_SHA384
            C048 TLS_ECDHE_ECDSA_WITH_ARIA_128_CBC_SHA256
            C049 TLS_ECDHE_ECDSA_WITH_ARIA_256_CBC_SHA384
            C04C TLS_ECDHE_RSA_WITH_ARIA_128_CBC_SHA256
            C04D TLS_ECDHE_RSA_WITH_ARIA_256_CBC_SHA384
            C050 TLS_RSA_WITH_ARIA_128_GCM_SHA256
            C051 TLS_RSA_WITH_ARIA_256_GCM_SHA384
            C052 TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256
            C053 TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384
            C056 TLS_DHE_DSS_WITH_ARIA_128_GCM_SHA256
            C057 TLS_DHE_DSS_WITH_ARIA_256_GCM_SHA384
            C05A TLS_DH_anon_WITH_ARIA_128_GCM_SHA256
            C05B TLS_DH_anon_WITH_ARIA_256_GCM_SHA384
            C05C TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256
            C05D TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384
            C060 TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256
            C061 TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384
            C072 TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256
            C073 TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384
            C076 TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256
            C077 TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384
            C07A TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256
            C07B TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384
            C07C TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256
            C07D TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384
            C080 TLS_DHE_DSS_WITH_CAMELLIA_128_GCM_SHA256
            C081 TLS_DHE_DSS_WITH_CAMELLIA_256_GCM_SHA384
            C084 TLS_DH_anon_WITH_CAMELLIA_128_GCM_SHA256
            C085 TLS_DH_anon_WITH_CAMELLIA_256_GCM_SHA384
            C086 TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256
            C087 TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384
            C08A TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256
            C08B TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384
            C09C TLS_RSA_WITH_AES_128_CCM
            C09D TLS_RSA_WITH_AES_256_CCM
            C09E TLS_DHE_RSA_WITH_AES_128_CCM
            C09F TLS_DHE_RSA_WITH_AES_256_CCM
            C0A0 TLS_RSA_WITH_AES_128_CCM_8
            C0A1 TLS_RSA_WITH_AES_256_CCM_8
            C0A2 TLS_DHE_RSA_WITH_AES_128_CCM_8
            C0A3 TLS_DHE_RSA_WITH_AES_256_CCM_8
            C0AC TLS_ECDHE_ECDSA_WITH_AES_128_CCM
            C0AD TLS_ECDHE_ECDSA_WITH_AES_256_CCM
            C0AE TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8
            C0AF TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8
            CCA8 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
            CCA9 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
            CCAA TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256
            """;

    /** RFC 3268, 4132, 4162, 4346, 8422: CBC, or none, with SHA-1. */
    private static final String SUITES_UP_TO_12 = """
            0002 TLS_RSA_WITH_NULL_SHA
            000A TLS_RSA_WITH_3DES_EDE_CBC_SHA
            0013 TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA
            0016 TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA
            001B TLS_DH_anon_WITH_3DES_EDE_CBC_SHA
            002F TLS_RSA_WITH_AES_128_CBC_SHA
            0032 TLS_DHE_DSS_WITH_AES_128_CBC_SHA
            0033 TLS_DHE_RSA_WITH_AES_128_CBC_SHA
            0034 TLS_DH_anon_WITH_AES_128_CBC_SHA
            0035 TLS_RSA_WITH_AES_256_CBC_SHA
            0038 TLS_DHE_DSS_WITH_AES_256_CBC_SHA
            0039 TLS_DHE_RSA_WITH_AES_256_CBC_SHA
            003A TLS_DH_anon_WITH_AES_256_CBC_SHA
            0041 TLS_RSA_WITH_CAMELLIA_128_CBC_SHA
            0044 TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA
            0045 TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA
            0046 TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA
            0084 TLS_RSA_WITH_CAMELLIA_256_CBC_SHA
            0087 TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA
            0088 TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA
            0089 TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA
            0096 TLS_RSA_WITH_SEED_CBC_SHA
            0099 TLS_DHE_DSS_WITH_SEED_CBC_SHA
            009A TLS_DHE_RSA_WITH_SEED_CBC_SHA
            009B TLS_DH_anon_WITH_SEED_CBC_SHA
            C006 TLS_ECDHE_ECDSA_WITH_NULL_SHA
            C008 TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA
            C009 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
            C00A TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
            C010 TLS_ECDHE_RSA_WITH_NULL_SHA
            C012 TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
            C013 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
            C014 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
            C015 TLS_ECDH_anon_WITH_NULL_SHA
            C017 TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA
            C018 TLS_ECDH_anon_WITH_AES_128_CBC_SHA
            C019 TLS_ECDH_anon_WITH_AES_256_CBC_SHA
            """;

    private static final Map<String, Suite> BY_NAME = byName();
    private static final Map<Integer, Suite> BY_CODE =
            BY_NAME.values().stream().collect(Collectors.toUnmodifiableMap(Suite::code, Function.identity()));

    private record Suite(int code, String name, List<String> versions) {}

    private CipherSuites() {}

    /**
     * @param name as in the registry, in any case
     * @return its number; empty where the engine cannot negotiate it
     */
    public static Optional<Integer> code(String name) {
        return Optional.ofNullable(BY_NAME.get(name)).map(Suite::code);
    }

    /** @return the name as in the registry; empty where the engine cannot negotiate it */
    public static Optional<String> name(int code) {
        return Optional.ofNullable(BY_CODE.get(code)).map(Suite::name);
    }

    /** @return the versions that can negotiate it, {@code TLSv1.0} to {@code TLSv1.3}; empty for an unknown name */
    public static List<String> versions(String name) {
        return Optional.ofNullable(BY_NAME.get(name)).map(Suite::versions).orElse(List.of());
    }

    /** @return all names, in the order of the alphabet */
    public static List<String> names() {
        return BY_NAME.values().stream().map(Suite::name).toList();
    }

    private static Map<String, Suite> byName() {
        SortedMap<String, Suite> suites = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        read(SUITES_OF_13, VERSION_13, suites);
        read(SUITES_OF_12, VERSION_12, suites);
        read(SUITES_UP_TO_12, UP_TO_12, suites);
        return Collections.unmodifiableSortedMap(suites);
    }

    private static void read(String table, List<String> versions, Map<String, Suite> suites) {
        table.lines().map(line -> line.split(" ", -1)).forEach(line -> {
            Suite suite = new Suite(Integer.parseInt(line[0], 16), line[1], versions);
            suites.put(suite.name(), suite);
        });
    }
}
