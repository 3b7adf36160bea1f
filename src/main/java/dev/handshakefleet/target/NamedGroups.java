package dev.handshakefleet.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The key exchange groups that our engine can negotiate, by their names in the IANA registry "TLS Supported Groups".
 * Immutable.
 */
public final class NamedGroups {

    private static final List<String> VERSION_13 = List.of("TLSv1.3");
    private static final List<String> UP_TO_12 = List.of("TLSv1.0", "TLSv1.1", "TLSv1.2");
    private static final List<String> ANY = List.of("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private static final Map<String, Group> BY_NAME = inOrder(
            new Group(0x11EC, "X25519MLKEM768", VERSION_13),
            new Group(0x11EB, "SecP256r1MLKEM768", VERSION_13),
            new Group(0x11ED, "SecP384r1MLKEM1024", VERSION_13),
            new Group(0x0200, "MLKEM512", VERSION_13),
            new Group(0x0201, "MLKEM768", VERSION_13),
            new Group(0x0202, "MLKEM1024", VERSION_13),
            new Group(29, "x25519", ANY),
            new Group(30, "x448", ANY),
            new Group(23, "secp256r1", ANY),
            new Group(24, "secp384r1", ANY),
            new Group(25, "secp521r1", ANY),
            new Group(31, "brainpoolP256r1tls13", VERSION_13),
            new Group(32, "brainpoolP384r1tls13", VERSION_13),
            new Group(33, "brainpoolP512r1tls13", VERSION_13),
            new Group(26, "brainpoolP256r1", UP_TO_12),
            new Group(27, "brainpoolP384r1", UP_TO_12),
            new Group(28, "brainpoolP512r1", UP_TO_12),
            new Group(22, "secp256k1", UP_TO_12),
            new Group(21, "secp224r1", UP_TO_12),
            new Group(19, "secp192r1", UP_TO_12),
            new Group(256, "ffdhe2048", ANY),
            new Group(257, "ffdhe3072", ANY),
            new Group(258, "ffdhe4096", ANY),
            new Group(259, "ffdhe6144", ANY),
            new Group(260, "ffdhe8192", ANY));

    private static final Map<Integer, Group> BY_CODE =
            BY_NAME.values().stream().collect(Collectors.toUnmodifiableMap(Group::code, Function.identity()));

    private record Group(int code, String name, List<String> versions) {}

    private NamedGroups() {}

    /**
     * @param name as in the registry, in any case
     * @return its number; empty where the engine cannot negotiate it
     */
    public static Optional<Integer> code(String name) {
        return find(name).map(Group::code);
    }

    /** @return the name as in the registry; empty where the engine cannot negotiate it */
    public static Optional<String> name(int code) {
        return Optional.ofNullable(BY_CODE.get(code)).map(Group::name);
    }

    /** @return the versions that can negotiate it, {@code TLSv1.0} to {@code TLSv1.3}; empty for an unknown name */
    public static List<String> versions(String name) {
        return find(name).map(Group::versions).orElse(List.of());
    }

    /** @return all names: hybrids with ML-KEM, ML-KEM, elliptic curves, finite fields */
    public static List<String> names() {
        return BY_NAME.values().stream().map(Group::name).toList();
    }

    private static Optional<Group> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Group> inOrder(Group... groups) {
        Map<String, Group> byName = new LinkedHashMap<>();
        for (Group group : groups) {
            byName.put(group.name().toLowerCase(Locale.ROOT), group);
        }
        return Collections.unmodifiableMap(byName);
    }
}
