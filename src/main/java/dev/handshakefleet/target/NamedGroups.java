package dev.handshakefleet.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The key exchange groups that can be offered, by their IANA names (TLS Parameters, "TLS Supported Groups"): what the TLS engine can
 * negotiate. Immutable.
 */
public final class NamedGroups {

    private static final String TABLE = """
            X25519MLKEM768 0x11ec
            SecP256r1MLKEM768 0x11eb
            SecP384r1MLKEM1024 0x11ed
            MLKEM512 0x0200
            MLKEM768 0x0201
            MLKEM1024 0x0202
            x25519 0x001d
            x448 0x001e
            secp256r1 0x0017
            secp384r1 0x0018
            secp521r1 0x0019
            secp224r1 0x0015
            secp256k1 0x0016
            brainpoolP256r1 0x001a
            brainpoolP384r1 0x001b
            brainpoolP512r1 0x001c
            brainpoolP256r1tls13 0x001f
            brainpoolP384r1tls13 0x0020
            brainpoolP512r1tls13 0x0021
            ffdhe2048 0x0100
            ffdhe3072 0x0101
            ffdhe4096 0x0102
            ffdhe6144 0x0103
            ffdhe8192 0x0104
            """;

    private static final Map<String, Integer> CODES = TABLE.lines()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(
                    row -> row[0], row -> Integer.decode(row[1]), (one, other) -> one, LinkedHashMap::new));
    private static final Map<Integer, String> NAMES =
            CODES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private NamedGroups() {}

    /** @return the number of the group in a ClientHello; empty for a name that cannot be offered */
    public static Optional<Integer> code(String name) {
        return Optional.ofNullable(CODES.get(name));
    }

    /** @return the name of a group; empty for a number that cannot be offered */
    public static Optional<String> name(int code) {
        return Optional.ofNullable(NAMES.get(code));
    }

    /** @return all names, post-quantum first */
    public static List<String> names() {
        return List.copyOf(CODES.keySet());
    }
}
