package dev.handshakefleet.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cipher suites that can be offered, by their IANA names (TLS Parameters, "TLS Cipher Suites"): what the TLS engine can
 * negotiate. Immutable.
 */
public final class CipherSuites {

    private static final String TABLE = """
            TLS_AES_128_GCM_SHA256 0x1301
            TLS_AES_256_GCM_SHA384 0x1302
            TLS_CHACHA20_POLY1305_SHA256 0x1303
            TLS_AES_128_CCM_SHA256 0x1304
            TLS_AES_128_CCM_8_SHA256 0x1305
            TLS_RSA_WITH_NULL_SHA 0x0002
            TLS_RSA_WITH_3DES_EDE_CBC_SHA 0x000a
            TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA 0x0016
            TLS_DH_anon_WITH_3DES_EDE_CBC_SHA 0x001b
            TLS_RSA_WITH_AES_128_CBC_SHA 0x002f
            TLS_DHE_RSA_WITH_AES_128_CBC_SHA 0x0033
            TLS_DH_anon_WITH_AES_128_CBC_SHA 0x0034
            TLS_RSA_WITH_AES_256_CBC_SHA 0x0035
            TLS_DHE_RSA_WITH_AES_256_CBC_SHA 0x0039
            TLS_DH_anon_WITH_AES_256_CBC_SHA 0x003a
            TLS_RSA_WITH_NULL_SHA256 0x003b
            TLS_RSA_WITH_AES_128_CBC_SHA256 0x003c
            TLS_RSA_WITH_AES_256_CBC_SHA256 0x003d
            TLS_RSA_WITH_CAMELLIA_128_CBC_SHA 0x0041
            TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA 0x0045
            TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA 0x0046
            TLS_DHE_RSA_WITH_AES_128_CBC_SHA256 0x0067
            TLS_DHE_RSA_WITH_AES_256_CBC_SHA256 0x006b
            TLS_DH_anon_WITH_AES_128_CBC_SHA256 0x006c
            TLS_DH_anon_WITH_AES_256_CBC_SHA256 0x006d
            TLS_RSA_WITH_CAMELLIA_256_CBC_SHA 0x0084
            TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA 0x0088
            TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA 0x0089
            TLS_RSA_WITH_SEED_CBC_SHA 0x0096
            TLS_DHE_RSA_WITH_SEED_CBC_SHA 0x009a
            TLS_DH_anon_WITH_SEED_CBC_SHA 0x009b
            TLS_RSA_WITH_AES_128_GCM_SHA256 0x009c
            TLS_RSA_WITH_AES_256_GCM_SHA384 0x009d
            TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 0x009e
            TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 0x009f
            TLS_DH_anon_WITH_AES_128_GCM_SHA256 0x00a6
            TLS_DH_anon_WITH_AES_256_GCM_SHA384 0x00a7
            TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256 0x00ba
            TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256 0x00be
            TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256 0x00bf
            TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256 0x00c0
            TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256 0x00c4
            TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256 0x00c5
            TLS_ECDHE_ECDSA_WITH_NULL_SHA 0xc006
            TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA 0xc008
            TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA 0xc009
            TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA 0xc00a
            TLS_ECDHE_RSA_WITH_NULL_SHA 0xc010
            TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA 0xc012
            TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA 0xc013
            TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA 0xc014
            TLS_ECDH_anon_WITH_NULL_SHA 0xc015
            TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA 0xc017
            TLS_ECDH_anon_WITH_AES_128_CBC_SHA 0xc018
            TLS_ECDH_anon_WITH_AES_256_CBC_SHA 0xc019
            TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 0xc023
            TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 0xc024
            TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 0xc027
            TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 0xc028
            TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 0xc02b
            TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 0xc02c
            TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 0xc02f
            TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 0xc030
            TLS_RSA_WITH_ARIA_128_CBC_SHA256 0xc03c
            TLS_RSA_WITH_ARIA_256_CBC_SHA384 0xc03d
            TLS_DHE_RSA_WITH_ARIA_128_CBC_SHA256 0xc044
            TLS_DHE_RSA_WITH_ARIA_256_CBC_SHA384 0xc045
            TLS_DH_anon_WITH_ARIA_128_CBC_SHA256 0xc046
            TLS_DH_anon_WITH_ARIA_256_CBC_SHA384 0xc047
            TLS_ECDHE_ECDSA_WITH_ARIA_128_CBC_SHA256 0xc048
            TLS_ECDHE_ECDSA_WITH_ARIA_256_CBC_SHA384 0xc049
            TLS_ECDHE_RSA_WITH_ARIA_128_CBC_SHA256 0xc04c
            TLS_ECDHE_RSA_WITH_ARIA_256_CBC_SHA384 0xc04d
            TLS_RSA_WITH_ARIA_128_GCM_SHA256 0xc050
            TLS_RSA_WITH_ARIA_256_GCM_SHA384 0xc051
            TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256 0xc052
            TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384 0xc053
            TLS_DH_anon_WITH_ARIA_128_GCM_SHA256 0xc05a
            TLS_DH_anon_WITH_ARIA_256_GCM_SHA384 0xc05b
            TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256 0xc05c
            TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384 0xc05d
            TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256 0xc060
            TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384 0xc061
            TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256 0xc072
            TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384 0xc073
            TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256 0xc076
            TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384 0xc077
            TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256 0xc07a
            TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384 0xc07b
            TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256 0xc07c
            TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384 0xc07d
            TLS_DH_anon_WITH_CAMELLIA_128_GCM_SHA256 0xc084
            TLS_DH_anon_WITH_CAMELLIA_256_GCM_SHA384 0xc085
            TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256 0xc086
            TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384 0xc087
            TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256 0xc08a
            TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384 0xc08b
            TLS_RSA_WITH_AES_128_CCM 0xc09c
            TLS_RSA_WITH_AES_256_CCM 0xc09d
            TLS_DHE_RSA_WITH_AES_128_CCM 0xc09e
            TLS_DHE_RSA_WITH_AES_256_CCM 0xc09f
            TLS_RSA_WITH_AES_128_CCM_8 0xc0a0
            TLS_RSA_WITH_AES_256_CCM_8 0xc0a1
            TLS_DHE_RSA_WITH_AES_128_CCM_8 0xc0a2
            TLS_DHE_RSA_WITH_AES_256_CCM_8 0xc0a3
            TLS_ECDHE_ECDSA_WITH_AES_128_CCM 0xc0ac
            TLS_ECDHE_ECDSA_WITH_AES_256_CCM 0xc0ad
            TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 0xc0ae
            TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8 0xc0af
            TLS_SHA256_SHA256 0xc0b4
            TLS_SHA384_SHA384 0xc0b5
            TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 0xcca8
            TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 0xcca9
            TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256 0xccaa
            """;

    private static final Map<String, Integer> CODES = TABLE.lines()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(
                    row -> row[0], row -> Integer.decode(row[1]), (one, other) -> one, LinkedHashMap::new));
    private static final Map<Integer, String> NAMES =
            CODES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private CipherSuites() {}

    /** @return the number of the suite in a ClientHello; empty for a name that cannot be offered */
    public static Optional<Integer> code(String name) {
        return Optional.ofNullable(CODES.get(name));
    }

    /** @return the name of a suite; empty for a number that cannot be offered */
    public static Optional<String> name(int code) {
        return Optional.ofNullable(NAMES.get(code));
    }

    /** @return all names, TLS 1.3 first */
    public static List<String> names() {
        return List.copyOf(CODES.keySet());
    }
}
